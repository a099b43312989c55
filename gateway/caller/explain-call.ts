import { type VerifyKey, verifyBytes } from "../client/http-signature/signature-algorithms.ts";
import { CALL_CHECKS } from "./call-checks.ts";
import type { Check, Refusal } from "./refusal.ts";
import { isRefusal } from "./refusal.ts";
import type { RouteProfile } from "./route-profile.ts";
import { namedMistake } from "./signature-mistakes.ts";
import { parseSignedHead, type SignedHead } from "./signed-head.ts";
import { requestBase } from "./verify-call.ts";
import type { WireRequest } from "./wire-request.ts";

export type CallExplanation = {
  /** The signature base as the hub computes it; null when a covered header is absent or the signature does not parse. */
  readonly base: string | null;
  /** Everything that the hub would refuse, not only the first of it, in the order in which it looks. */
  readonly faults: readonly { readonly check: string; readonly code: string; readonly hint: string }[];
  /** Null when no key was given, or there was nothing to verify. */
  readonly signatureValid: boolean | null;
  /** What was done wrong, when an invalid signature turns out to be a known mistake. */
  readonly mistake: string | null;
};

export type ExplainOptions = {
  readonly origin: string;
  readonly now: Date;
  readonly key: VerifyKey | null;
};

/** Explains a call to whoever signed it. Knows no keys but the one it is given, and says nothing that the caller could not compute. */
export async function explainCall(
  wire: WireRequest,
  hasContent: boolean,
  { origin, now, key }: ExplainOptions,
): Promise<CallExplanation> {
  const route = routeLike(wire, hasContent);
  const head = { wire, origin, route };
  const before = [...faultsOf(CALL_CHECKS.wire, { wire, origin }), ...faultsOf(CALL_CHECKS.headers, head)];
  const signed = parseSignedHead(head, Math.floor(now.getTime() / 1000));
  if (isRefusal(signed)) {
    const parsing = { check: "signature-grammar", code: signed.code, hint: signed.hint };
    return { base: null, faults: [...before, parsing], signatureValid: null, mistake: null };
  }
  const after = [...faultsOf(CALL_CHECKS.parameters, signed), ...faultsOf(CALL_CHECKS.coverage, signed)];
  const base = requestBase(signed);
  return { base, faults: [...before, ...after], ...(await judgeSignature(signed, base, key)) };
}

/** The first line of the caller's own base that is not the hub's; null when they are the same. */
export function firstDifference(
  ours: string,
  theirs: string,
): { readonly line: number; readonly ours: string | null; readonly theirs: string | null } | null {
  const ourLines = ours.split("\n");
  const theirLines = theirs.split("\n");
  for (let line = 0; line < Math.max(ourLines.length, theirLines.length); line += 1) {
    if (ourLines[line] !== theirLines[line]) {
      return { line: line + 1, ours: ourLines[line] ?? null, theirs: theirLines[line] ?? null };
    }
  }
  return null;
}

async function judgeSignature(
  head: SignedHead,
  base: string | null,
  key: VerifyKey | null,
): Promise<Pick<CallExplanation, "signatureValid" | "mistake">> {
  if (base === null || key === null) {
    return { signatureValid: null, mistake: null };
  }
  const signatureValid = await verifyBytes(key, Buffer.from(base), head.signature);
  return { signatureValid, mistake: signatureValid ? null : await namedMistake(base, head, key) };
}

/** A route that asks what any would: the explanation needs no table of them. */
function routeLike({ method, target }: WireRequest, hasContent: boolean): RouteProfile {
  return {
    method: method === "PUT" || method === "POST" || method === "DELETE" ? method : "GET",
    path: target,
    personal: true,
    content: hasContent ? "json" : "none",
    idempotent: method === "POST",
    claimsNonce: false,
  };
}

function faultsOf<Subject>(checks: readonly Check<Subject>[], subject: Subject): CallExplanation["faults"] {
  return checks.flatMap((check) => {
    const refusal: Refusal | null = check.refuse(subject);
    return refusal === null ? [] : [{ check: check.name, code: refusal.code, hint: refusal.hint }];
  });
}
