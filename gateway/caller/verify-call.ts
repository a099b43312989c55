import { KEYID } from "../client/http-signature/key-thumbprint.ts";
import { verifyBytes } from "../client/http-signature/signature-algorithms.ts";
import { signatureBase } from "../client/http-signature/signature-base.ts";
import type { Component } from "../client/http-signature/signature-grammar.ts";
import type { AgencyKey } from "./agency-keys.ts";
import { CALL_CHECKS, type CallChecks } from "./call-checks.ts";
import { keyNotAccepted } from "./checks/key-checks.ts";
import type { Arrival } from "./checks/wire-checks.ts";
import type { KeyDirectory } from "./key-directory.ts";
import { firstRefusal, isRefusal, type Refusal } from "./refusal.ts";
import { findRoute, type RouteProfile } from "./route-profile.ts";
import { parseSignedHead, type SignedHead } from "./signed-head.ts";
import { headerOf, type WireRequest } from "./wire-request.ts";

export type VerifyCallOptions = {
  /** The hub's public origin, by configuration. */
  readonly origin: string;
  readonly environment: string;
  readonly routes: readonly RouteProfile[];
  readonly keys: Pick<KeyDirectory, "find">;
  /** All of them; a test leaves one out to show the attack that it stops. */
  readonly checks?: CallChecks;
};

/** A call whose head passed every check and whose signature verified; its content is not yet read. */
export type AuthenticCall = {
  readonly head: SignedHead;
  readonly key: AgencyKey;
  readonly base: string;
};

/** What came of it, with the route when it was found so far: a refusal may then say what the route wants covered. */
export type VerifyCallResult = AuthenticCall | (Refusal & { readonly route?: RouteProfile });

/** Steps 1 to 8 of design/signed-calls section 3, up to the signature. Reads nothing but memory and writes nothing. */
export async function verifyCall(wire: WireRequest, now: Date, options: VerifyCallOptions): Promise<VerifyCallResult> {
  const { origin, routes, checks = CALL_CHECKS } = options;
  const route = firstRefusal<Arrival>(checks.wire, { wire, origin }) ?? findRoute(routes, wire.method, wire.target);
  if (isRefusal(route)) {
    return route;
  }
  const head = examineHead(wire, route, now, options);
  const call = isRefusal(head) ? head : findKey(head, now, options);
  if (isRefusal(call)) {
    return { ...call, route };
  }
  const valid = await verifyBytes(call.key, Buffer.from(call.base), call.head.signature);
  const refusal = firstRefusal(checks.signature, { valid });
  return refusal === null ? call : { ...refusal, route };
}

/** The signature base of a call as the hub computes it, or null when a covered header is absent. */
export function requestBase({ input, wire, origin }: SignedHead): string | null {
  return signatureBase(input.components, input.text, (component) => requestComponent(component, wire, origin));
}

function examineHead(
  wire: WireRequest,
  route: RouteProfile,
  now: Date,
  { origin, checks = CALL_CHECKS }: VerifyCallOptions,
): SignedHead | Refusal {
  const head = { wire, origin, route };
  const signed = firstRefusal(checks.headers, head) ?? parseSignedHead(head, Math.floor(now.getTime() / 1000));
  if (isRefusal(signed)) {
    return signed;
  }
  return firstRefusal(checks.parameters, signed) ?? firstRefusal(checks.coverage, signed) ?? signed;
}

function findKey(
  head: SignedHead,
  now: Date,
  { keys, environment, checks = CALL_CHECKS }: VerifyCallOptions,
): AuthenticCall | Refusal {
  const key = KEYID.test(head.keyid) ? keys.find(head.keyid) : undefined;
  const refusal = key === undefined ? keyNotAccepted() : firstRefusal(checks.key, { head, key, now, environment });
  const base = requestBase(head);
  if (key === undefined || refusal !== null || base === null) {
    // Without a base there is nothing that a signature could be valid for; a check has said so before it comes to this.
    return refusal ?? { code: "signature-invalid", hint: "a covered component has no value" };
  }
  return { head, key, base };
}

function requestComponent({ name }: Component, wire: WireRequest, origin: string): string | null {
  switch (name) {
    case "@method":
      return wire.method;
    case "@target-uri":
      return origin + wire.target;
    default:
      return headerOf(wire, name);
  }
}
