import { parseContentDigest } from "../../client/http-signature/content-digest.ts";
import type { Check } from "../refusal.ts";
import type { RouteProfile } from "../route-profile.ts";
import { headerOf, type WireRequest } from "../wire-request.ts";
import { EFFECT_HEADERS, type EffectHeader } from "./effect-headers.ts";
import { misdirected } from "./wire-checks.ts";

export type RequestHead = { readonly wire: WireRequest; readonly origin: string; readonly route: RouteProfile };

/** Bytes of body that any route accepts (design/signed-calls section 2). */
const CONTENT_MAX = 1_048_576;
const SIGNATURE_INPUT_MAX = 2048;
const SIGNATURE_MAX = 1024;

/** Headers that could change what a call does, and that no signature of this profile may cover. */
const NOT_ALLOWED =
  /^(?:cookie|range|if-(?:range|modified-since|unmodified-since)|content-(?:range|location|language)|x-(?:http-)?method(?:-override)?|x-http-method-override|x-(?:original|rewrite)-(?:url|uri)|x-accel-redirect|hub-.+)$/;
/** A second line of one of these would leave two readers with two different values. */
const ONCE: ReadonlySet<string> = new Set([
  ...Object.keys(EFFECT_HEADERS),
  "authorization",
  "content-digest",
  "content-encoding",
  "content-length",
  "content-type",
  "signature",
  "signature-input",
  "transfer-encoding",
]);

const hostIsOurs: Check<RequestHead> = {
  name: "host-is-ours",
  refuse: ({ wire, origin }) => (headerOf(wire, "host") === new URL(origin).host ? null : misdirected()),
};

const headersOnce: Check<RequestHead> = {
  name: "headers-once",
  refuse: ({ wire }) => {
    for (const [name, lines] of wire.headers) {
      const joined = name === "content-type" && lines[0]?.includes(",") === true;
      if (joined || (lines.length > 1 && ONCE.has(name))) {
        return { code: "header-duplicated", hint: `${name} may be sent once` };
      }
    }
    return null;
  },
};

const noAuthorization: Check<RequestHead> = {
  name: "no-authorization",
  refuse: ({ wire }) =>
    wire.headers.has("authorization") || wire.headers.has("proxy-authorization")
      ? { code: "authorization-not-accepted", hint: "calls are signed; no Authorization header is read" }
      : null,
};

const headersAllowed: Check<RequestHead> = {
  name: "headers-allowed",
  refuse: ({ wire }) => {
    for (const name of wire.headers.keys()) {
      if (NOT_ALLOWED.test(name) && !Object.hasOwn(EFFECT_HEADERS, name)) {
        return { code: "header-not-allowed", hint: `${name} is not part of a signed call` };
      }
    }
    return null;
  },
};

const headerValues: Check<RequestHead> = {
  name: "header-values",
  refuse: ({ wire }) => {
    for (const name of effectHeadersOf(wire)) {
      if (!EFFECT_HEADERS[name].test(headerOf(wire, name) ?? "")) {
        return { code: "header-malformed", hint: `${name} does not follow its grammar` };
      }
    }
    return null;
  },
};

const noTrailers: Check<RequestHead> = {
  name: "no-trailers",
  refuse: ({ wire }) =>
    wire.headers.has("trailer") ? { code: "trailers-not-allowed", hint: "requests have no trailers" } : null,
};

const noContentEncoding: Check<RequestHead> = {
  name: "no-content-encoding",
  refuse: ({ wire }) =>
    wire.headers.has("content-encoding")
      ? { code: "content-encoding-not-accepted", hint: "content is sent as it is, with no coding" }
      : null,
};

const contentExpected: Check<RequestHead> = {
  name: "content-expected",
  refuse: ({ wire, route }) => {
    const hasContent = wire.headers.has("transfer-encoding") || (headerOf(wire, "content-length") ?? "0") !== "0";
    return route.content === "none" && hasContent
      ? { code: "content-not-allowed", hint: "this call has no body" }
      : null;
  },
};

const contentSize: Check<RequestHead> = {
  name: "content-size",
  refuse: ({ wire, route }) => {
    const max = contentMaxOf(route);
    return Number(headerOf(wire, "content-length") ?? "0") > max
      ? { code: "content-too-large", hint: `the body may have ${max} bytes` }
      : null;
  },
};

const mediaType: Check<RequestHead> = {
  name: "media-type",
  refuse: ({ wire }) =>
    (headerOf(wire, "content-type") ?? "application/json") === "application/json"
      ? null
      : { code: "media-type-not-accepted", hint: "content is application/json, spelled exactly so" },
};

const digestForm: Check<RequestHead> = {
  name: "digest-form",
  refuse: ({ wire }) => {
    const value = headerOf(wire, "content-digest");
    const parsed = value === null ? null : parseContentDigest(value);
    return typeof parsed === "string"
      ? { code: parsed, hint: "Content-Digest is sha-256=:<base64>:, and sha-512 beside it if you like" }
      : null;
  },
};

const signatureSizes: Check<RequestHead> = {
  name: "signature-sizes",
  refuse: ({ wire }) =>
    (headerOf(wire, "signature-input")?.length ?? 0) > SIGNATURE_INPUT_MAX ||
    (headerOf(wire, "signature")?.length ?? 0) > SIGNATURE_MAX
      ? {
          code: "signature-too-large",
          hint: `Signature-Input may have ${SIGNATURE_INPUT_MAX} characters, Signature ${SIGNATURE_MAX}`,
        }
      : null,
};

/** Step 3 of design/signed-calls section 3. */
export const HEADER_CHECKS: readonly Check<RequestHead>[] = [
  hostIsOurs,
  headersOnce,
  noAuthorization,
  headersAllowed,
  headerValues,
  noTrailers,
  noContentEncoding,
  contentExpected,
  contentSize,
  mediaType,
  digestForm,
  signatureSizes,
];

export function contentMaxOf(route: RouteProfile): number {
  return Math.min(route.contentMax ?? CONTENT_MAX, CONTENT_MAX);
}

export function effectHeadersOf(wire: WireRequest): readonly EffectHeader[] {
  return [...wire.headers.keys()].filter(isEffectHeader);
}

function isEffectHeader(name: string): name is EffectHeader {
  return Object.hasOwn(EFFECT_HEADERS, name);
}
