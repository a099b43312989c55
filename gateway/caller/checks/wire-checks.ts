import { parseQuery } from "../query-parameters.ts";
import { type Check, isRefusal, type Refusal } from "../refusal.ts";
import { METHODS } from "../route-profile.ts";
import { headerOf, pathOf, type WireRequest } from "../wire-request.ts";

/** `origin` is configuration and never read from a header: a forwarding header must not move `@target-uri`. */
export type Arrival = { readonly wire: WireRequest; readonly origin: string };

const VISIBLE_ASCII = /^[\x20-\x7e]*$/;
const TARGET_BYTES = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-F]{2})*$/;
/** Escapes of characters that need none would be a second spelling of the same target. */
const NEEDLESS_ESCAPE = /%(?:2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])/;
/** Escapes that another reader may turn into a path separator, a dot segment or the end of a string. */
const DANGEROUS_ESCAPE = /%(?:2e|2f|5c|00)/i;
const DOT_SEGMENT = /(?:^|\/)\.{1,2}(?:\/|$)/;
const ABSOLUTE_FORM = /^https?:\/\/([^/?#]*)/i;

const headerBytes: Check<Arrival> = {
  name: "header-bytes",
  refuse: ({ wire }) => {
    for (const lines of wire.headers.values()) {
      if (!lines.every((line) => VISIBLE_ASCII.test(line))) {
        return { code: "header-malformed", hint: "header values are printable ASCII" };
      }
    }
    return null;
  },
};

const framing: Check<Arrival> = {
  name: "framing",
  refuse: ({ wire }) => {
    const coding = headerOf(wire, "transfer-encoding");
    const framings = [...(wire.headers.get("content-length") ?? []), ...(wire.headers.get("transfer-encoding") ?? [])];
    return framings.length > 1 || (coding !== null && coding !== "chunked")
      ? { code: "http-malformed", hint: "a body has one framing: Content-Length, or Transfer-Encoding: chunked" }
      : null;
  },
};

const methodKnown: Check<Arrival> = {
  name: "method-known",
  refuse: ({ wire }) =>
    METHODS.some((method) => method === wire.method)
      ? null
      : { code: "method-not-allowed", hint: `methods are ${METHODS.join(", ")}, in capitals` },
};

const targetOrigin: Check<Arrival> = {
  name: "target-origin",
  refuse: ({ wire, origin }) => {
    const authority = ABSOLUTE_FORM.exec(wire.target)?.[1];
    const isElsewhere = authority !== undefined && !authority.includes("@") && authority !== new URL(origin).host;
    return isElsewhere && !wire.target.includes("#") ? misdirected() : null;
  },
};

const targetCanonical: Check<Arrival> = {
  name: "target-canonical",
  refuse: ({ wire: { target } }) => {
    const path = pathOf(target);
    const canonical =
      TARGET_BYTES.test(target) &&
      !NEEDLESS_ESCAPE.test(target) &&
      !DANGEROUS_ESCAPE.test(target) &&
      !path.includes("//") &&
      !DOT_SEGMENT.test(path);
    return canonical
      ? null
      : {
          code: "target-not-canonical",
          hint: "the target is a plain path and query: no dot segments, empty segments, fragments or needless escapes",
        };
  },
};

const queryOnce: Check<Arrival> = {
  name: "query-once",
  refuse: ({ wire }) => {
    const query = parseQuery(wire.target);
    return isRefusal(query) ? query : null;
  },
};

const hostOnce: Check<Arrival> = {
  name: "host-once",
  refuse: ({ wire }) => {
    const hosts = wire.headers.get("host") ?? [];
    if (hosts.length === 0) {
      return { code: "http-malformed", hint: "a request has a Host header" };
    }
    return hosts.length > 1 ? { code: "header-duplicated", hint: "Host may be sent once" } : null;
  },
};

/** Step 1 of design/signed-calls section 3: what must hold of any request, signed or not, before anybody parses it. */
export const WIRE_CHECKS: readonly Check<Arrival>[] = [
  headerBytes,
  framing,
  methodKnown,
  hostOnce,
  targetOrigin,
  targetCanonical,
  queryOnce,
];

export function misdirected(): Refusal {
  return { code: "misdirected-request", hint: "the request names another host than this hub's public origin" };
}
