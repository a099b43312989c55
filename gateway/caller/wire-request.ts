import type { IncomingMessage } from "node:http";

/**
 * A request as it came over the wire. Frameworks normalise targets and merge header lines, so nothing they have
 * touched may enter a signature base.
 */
export type WireRequest = {
  readonly method: string;
  readonly target: string;
  /** By lower-case name, one value for each line received. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
};

export function readWireRequest({
  method = "",
  url = "",
  rawHeaders,
}: Pick<IncomingMessage, "method" | "url" | "rawHeaders">): WireRequest {
  const headers = new Map<string, string[]>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    const value = rawHeaders[at + 1] ?? "";
    const lines = headers.get(name);
    if (lines === undefined) {
      headers.set(name, [value]);
    } else {
      lines.push(value);
    }
  }
  return { method, target: url, headers };
}

/** The value of a header, or null when it was not sent. */
export function headerOf(wire: WireRequest, name: string): string | null {
  return wire.headers.get(name)?.[0] ?? null;
}

/** The target without its query. */
export function pathOf(target: string): string {
  const mark = target.indexOf("?");
  return mark === -1 ? target : target.slice(0, mark);
}

/** What follows the question mark, or null when there is none. */
export function queryOf(target: string): string | null {
  const mark = target.indexOf("?");
  return mark === -1 ? null : target.slice(mark + 1);
}
