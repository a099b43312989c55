import type { AgencyType } from "#schemas/vocabulary.ts";
import { parseQuery } from "./query-parameters.ts";
import { isRefusal } from "./refusal.ts";
import type { VerifiedRequest } from "./verified-request.ts";
import type { AuthenticCall } from "./verify-call.ts";
import { headerOf, pathOf } from "./wire-request.ts";

export type Reception = {
  readonly requestId: string;
  readonly agencyType: AgencyType;
  readonly receivedAt: Date;
  readonly body: Uint8Array;
};

/** All that a handler may know of a call, made of nothing but what was covered. */
export function toVerifiedRequest({ head, key, base }: AuthenticCall, reception: Reception): VerifiedRequest {
  const { wire } = head;
  const query = parseQuery(wire.target);
  const unquoted = (name: string) => headerOf(wire, name)?.slice(1, -1) ?? null;
  return {
    ...reception,
    agencyId: key.agencyId,
    keyid: key.keyid,
    nonce: head.nonce,
    createdAt: new Date(head.created * 1000),
    method: wire.method,
    path: pathOf(wire.target),
    query: isRefusal(query) ? new Map() : query,
    actor: unquoted("hub-actor"),
    purpose: headerOf(wire, "hub-purpose"),
    agreementId: headerOf(wire, "hub-agreement"),
    idempotencyKey: unquoted("idempotency-key"),
    ifMatch: headerOf(wire, "if-match"),
    ifNoneMatch: headerOf(wire, "if-none-match"),
    lastEventId: headerOf(wire, "last-event-id"),
    prefer: headerOf(wire, "prefer"),
    signatureInput: headerOf(wire, "signature-input") ?? "",
    signature: headerOf(wire, "signature") ?? "",
    signatureBase: base,
    contentDigest: headerOf(wire, "content-digest"),
  };
}
