/** One event of a stream (WHATWG server-sent events), as far as the hub uses them. */
export type StreamEvent = { readonly name: string; readonly id: string | null; readonly data: string };

export type EventStreamReader = {
  /** Takes text as it arrives and returns the events that it completes. */
  readonly read: (text: string) => readonly StreamEvent[];
  /** The pause before connecting again that the server asked for. */
  readonly retryMs: () => number | null;
};

type Draft = { name: string; id: string | null; data: string | null };
type State = { rest: string; draft: Draft; retryMs: number | null };

/** More than any update may have; a longer event is a fault and not a reason to grow without end. */
const EVENT_MAX = 2_097_152;
const RETRY = /^[0-9]{1,6}$/;

/** Reads an event stream line by line. Throws RangeError when an event is larger than any that the hub sends. */
export function createEventStreamReader(): EventStreamReader {
  const state: State = { rest: "", draft: emptyDraft(), retryMs: null };
  return {
    read: (text) => {
      const lines = (state.rest + text).split("\n");
      state.rest = lines.pop() ?? "";
      const events = lines.map((line) => takeLine(state, line.endsWith("\r") ? line.slice(0, -1) : line));
      if (state.rest.length + (state.draft.data?.length ?? 0) > EVENT_MAX) {
        throw new RangeError("an event of the stream is too large");
      }
      return events.filter((event) => event !== null);
    },
    retryMs: () => state.retryMs,
  };
}

function takeLine(state: State, line: string): StreamEvent | null {
  if (line === "") {
    const { name, id, data } = state.draft;
    state.draft = emptyDraft();
    return data === null ? null : { name, id, data };
  }
  const [name, value] = splitField(line);
  if (name === "retry" && RETRY.test(value)) {
    state.retryMs = Number(value);
  }
  addField(state.draft, name, value);
  return null;
}

function emptyDraft(): Draft {
  return { name: "", id: null, data: null };
}

/** The name is empty for a comment. */
function splitField(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(":");
  return colon === -1 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
}

function addField(draft: Draft, name: string, value: string): void {
  if (name === "event") {
    draft.name = value;
  } else if (name === "id") {
    draft.id = value;
  } else if (name === "data") {
    draft.data = draft.data === null ? value : `${draft.data}\n${value}`;
  }
}
