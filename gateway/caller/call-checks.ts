import type { CallCount } from "../quota/quotas.ts";
import { COVERAGE_CHECKS } from "./checks/coverage-checks.ts";
import { HEADER_CHECKS, type RequestHead } from "./checks/header-checks.ts";
import { KEY_CHECKS, type KeyedHead } from "./checks/key-checks.ts";
import { PARAMETER_CHECKS } from "./checks/parameter-checks.ts";
import { type Arrival, WIRE_CHECKS } from "./checks/wire-checks.ts";
import type { Check } from "./refusal.ts";
import type { SignedHead } from "./signed-head.ts";

/** Every check of a call, in the order of design/signed-calls section 3. */
export type CallChecks = {
  readonly wire: readonly Check<Arrival>[];
  readonly headers: readonly Check<RequestHead>[];
  readonly parameters: readonly Check<SignedHead>[];
  readonly coverage: readonly Check<SignedHead>[];
  readonly key: readonly Check<KeyedHead>[];
  readonly signature: readonly Check<SignatureVerdict>[];
  readonly content: readonly Check<ContentVerdict>[];
  readonly quota: readonly Check<CallCount>[];
};

export type SignatureVerdict = { readonly valid: boolean };
export type ContentVerdict = { readonly digestMatches: boolean; readonly hasTrailers: boolean };

const signatureValid: Check<SignatureVerdict> = {
  name: "signature-valid",
  refuse: ({ valid }) =>
    valid
      ? null
      : { code: "signature-invalid", hint: "the signature does not match the signature base the hub computed" },
};

const trailersAbsent: Check<ContentVerdict> = {
  name: "trailers-absent",
  refuse: ({ hasTrailers }) =>
    hasTrailers ? { code: "trailers-not-allowed", hint: "requests have no trailers" } : null,
};

const digestMatches: Check<ContentVerdict> = {
  name: "digest-matches",
  refuse: (verdict) =>
    verdict.digestMatches
      ? null
      : { code: "content-digest-mismatch", hint: "the body that arrived is not the one Content-Digest names" },
};

const quotaLeft: Check<CallCount> = {
  name: "quota-left",
  refuse: ({ allowed, callClass, limit, resetS }) =>
    allowed
      ? null
      : {
          code: "quota-exceeded",
          hint: `your agency has made its ${limit} ${callClass} of this minute; go on in ${resetS} s`,
          extra: { retry_after: resetS },
        },
};

export const CALL_CHECKS: CallChecks = {
  wire: WIRE_CHECKS,
  headers: HEADER_CHECKS,
  parameters: PARAMETER_CHECKS,
  coverage: COVERAGE_CHECKS,
  key: KEY_CHECKS,
  signature: [signatureValid],
  content: [trailersAbsent, digestMatches],
  quota: [quotaLeft],
};
