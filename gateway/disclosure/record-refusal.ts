import type { PolicyRequest, Refusal } from "#policies/decision.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";

export type RefusedAccess = {
  readonly caller: VerifiedRequest;
  readonly request: PolicyRequest;
  readonly refusal: Refusal;
  readonly now: Date;
  readonly resource: string;
  /** As the caller named it, and whom the hub knows by that; for the reviewer only. */
  readonly detail: Readonly<Record<string, unknown>>;
};

/**
 * Logs that access was refused. An agency may read its own leaves, so where the refusal depends on the person the leaf says
 * `not-found` alone and names no subject: a person withheld and a person unknown leave leaves alike.
 */
export function recordRefusal(
  tx: Transaction,
  { caller, request, refusal, now, resource, detail }: RefusedAccess,
): Promise<LedgerReceipt> {
  const aboutPerson = refusal.problem === "not-found";
  return appendEntry(tx, {
    kind: "access.refused",
    time: now,
    agency: request.party,
    actor: request.actor,
    recipients: [],
    purpose: request.purpose,
    ...(refusal.agreement === null ? {} : { agreement: refusal.agreement }),
    resource,
    personId: null,
    fields: [],
    request: requestEvidence(caller),
    decisionRef: aboutPerson ? refusal.problem : refusal.code,
    detail: { ...detail, code: refusal.code },
  });
}

/** What ties an entry to the agency's own signature. */
export function requestEvidence({ keyid, nonce, signature, signatureBase }: VerifiedRequest) {
  return { keyid, nonce, signature, signatureBase };
}
