import type { IncomingMessage } from "node:http";
import { AnswerRefused } from "./answer-refused.ts";
import { type CallOptions, callHub, type HubConnection } from "./call-hub.ts";
import { createEventStreamReader, type EventStreamReader, type StreamEvent } from "./event-stream.ts";
import { readBody } from "./send-request.ts";
import { verifyAnswerBody } from "./verify-answer.ts";
import { type Update, verifyUpdate } from "./verify-update.ts";

export type FollowOptions = Pick<CallOptions, "actor" | "purpose" | "agreement"> & {
  /** The cursor of the last update that was dealt with. */
  readonly lastEventId?: string;
  /** Ends the stream, and the waiting between two connections. */
  readonly signal: AbortSignal;
  /** Told each time the stream could not be opened, or was lost, for a passing reason; it is opened again by itself. */
  readonly onLost?: (error: unknown) => void;
};

/** The hub would not open the stream; what it answered was signed. */
export class StreamRefused extends Error {
  override readonly name = "StreamRefused";
  readonly status: number;
  readonly problem: string;

  constructor(status: number, problem: string) {
    super(`the hub refused the stream with ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

const FIRST_PAUSE_MS = 250;
const PAUSE_MAX_MS = 15_000;
/** Passing conditions of the hub; anything else it says is an answer. */
const WORTH_RETRYING: ReadonlySet<number> = new Set([429, 503]);

/** Follows a stream across connections. Throws when something in it cannot be believed, or a sequence has a gap. */
export async function* followUpdates(
  connection: HubConnection,
  path: string,
  options: FollowOptions,
): AsyncGenerator<Update, void, undefined> {
  let lastEventId = options.lastEventId;
  let lastSequence: number | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  while (!options.signal.aborted) {
    const reader = createEventStreamReader();
    try {
      for await (const event of openStream(connection, path, { ...options, lastEventId }, reader)) {
        const update = await verifyUpdate(event.data, event.id, connection.hubKeys);
        lastSequence = nextSequence(update, lastSequence);
        lastEventId = event.id ?? lastEventId;
        pauseMs = FIRST_PAUSE_MS;
        yield update;
      }
    } catch (error) {
      if (!isPassing(error)) {
        throw error;
      }
      options.onLost?.(error);
    }
    await pause(reader.retryMs() ?? pauseMs, options.signal);
    pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS);
  }
}

type OpenOptions = Omit<FollowOptions, "lastEventId"> & { readonly lastEventId: string | undefined };

async function* openStream(
  connection: HubConnection,
  path: string,
  { lastEventId, ...options }: OpenOptions,
  reader: EventStreamReader,
): AsyncGenerator<StreamEvent, void, undefined> {
  const headers = lastEventId === undefined ? {} : { headers: { "last-event-id": lastEventId } };
  const { head, incoming } = await callHub(connection, "GET", path, { ...options, ...headers }, true);
  if (head.status !== 200) {
    const body = await readBody(incoming);
    verifyAnswerBody(head, body);
    throw new StreamRefused(head.status, body.toString("utf8"));
  }
  yield* eventsOf(incoming, reader);
}

async function* eventsOf(
  incoming: IncomingMessage,
  reader: EventStreamReader,
): AsyncGenerator<StreamEvent, void, undefined> {
  incoming.setEncoding("utf8");
  for await (const text of incoming) {
    // Checkpoints of the log are signed notes with their own verifier; updates come under the default name.
    yield* reader.read(text).filter(({ name }) => name === "" || name === "message" || name === "update");
  }
}

/** Repeats are harmless, a gap is a fault: the hub numbers only what it sends. */
function nextSequence(update: Update, last: number | null): number | null {
  if (update.type.endsWith("stream.reset")) {
    return null;
  }
  if (update.sequence === undefined) {
    return last;
  }
  const sequence = Number(update.sequence);
  if (last !== null && sequence > last + 1) {
    throw new AnswerRefused("update-sequence-gap");
  }
  return Math.max(sequence, last ?? sequence);
}

/** Resolves after the time, or as soon as the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}

/** What will be otherwise in a while. A doubt about what was received never is, unless it was a gateway's own error page. */
function isPassing(error: unknown): boolean {
  if (error instanceof StreamRefused) {
    return WORTH_RETRYING.has(error.status);
  }
  if (error instanceof AnswerRefused) {
    return (error.unverified?.status ?? 0) >= 500;
  }
  // What Node reports of a connection has a code of the system.
  return error instanceof Error && "code" in error;
}
