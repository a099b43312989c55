import type { PolicyRequest } from "#policies/decision.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "./caller/verified-request.ts";
import { requestEvidence } from "./disclosure/record-refusal.ts";

type Consultation = {
  /** From one who keeps something else under it; made there if absent. */
  readonly receiptId?: string;
  readonly caller: VerifiedRequest;
  readonly request: PolicyRequest;
  /** `<id>@<version>` of the agreement it rests on, where it rests on one. */
  readonly agreement?: string;
  readonly resource: string;
  readonly fields: readonly FieldPath[];
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Logs that an agency looked for or through people, without saying whom it found: what it is given is logged by itself. */
export function logConsultation(
  tx: Transaction,
  { caller, request, ...consulted }: Consultation,
): Promise<LedgerReceipt> {
  return appendEntry(tx, {
    kind: "consultation",
    time: request.now,
    agency: request.party,
    actor: request.actor,
    recipients: [request.party],
    purpose: request.purpose,
    personId: null,
    request: requestEvidence(caller),
    ...consulted,
  });
}
