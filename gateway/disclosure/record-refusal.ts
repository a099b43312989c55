import { randomUUID } from "node:crypto";
import { decisionBehind } from "#policies/decided-record.ts";
import type { PolicyRequest, Refusal } from "#policies/decision.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { logDecisions, logNoDecision } from "../decisions/log-decisions.ts";

export type RefusedAccess = {
  readonly caller: VerifiedRequest;
  readonly request: PolicyRequest;
  readonly refusal: Refusal;
  readonly now: Date;
  readonly resource: string;
  /** The hub's own id of the person asked for; absent or null where there is none. */
  readonly personId?: string | null;
  /** As the caller named it, and whom the hub knows by that; for the reviewer only. */
  readonly detail: Readonly<Record<string, unknown>>;
};

/**
 * Logs that access was refused. An agency may read its own leaves, so where the refusal depends on the person the leaf says
 * `not-found` alone and names no subject: a person withheld and a person unknown leave leaves alike.
 */
export async function recordRefusal(tx: Transaction, refused: RefusedAccess): Promise<LedgerReceipt> {
  const receiptId = randomUUID();
  const isAboutPerson = refused.refusal.problem === "not-found";
  const keeping = isAboutPerson ? keepDecision(tx, refused, receiptId) : Promise.resolve();
  const [receipt] = await Promise.all([appendRefusal(tx, refused, receiptId), keeping]);
  return receipt;
}

/** That there was nothing to share is a decision on the person like any other. */
function keepDecision(tx: Transaction, refused: RefusedAccess, receiptId: string): Promise<void> {
  const { request, refusal, personId, now } = refused;
  const permit = decisionBehind(refusal);
  return permit === undefined || personId === undefined || personId === null
    ? logNoDecision(tx, now)
    : logDecisions(tx, [{ receiptId, personId, at: now, actor: request.actor, permit, released: [] }]);
}

function appendRefusal(
  tx: Transaction,
  { caller, request, refusal, now, resource, detail }: RefusedAccess,
  receiptId: string,
): Promise<LedgerReceipt> {
  return appendEntry(tx, {
    receiptId,
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
    decisionRef: refusal.problem === "not-found" ? refusal.problem : refusal.code,
    detail: { ...detail, code: refusal.code },
  });
}

/** What ties an entry to the agency's own signature. */
export function requestEvidence({ keyid, nonce, signature, signatureBase }: VerifiedRequest) {
  return { keyid, nonce, signature, signatureBase };
}
