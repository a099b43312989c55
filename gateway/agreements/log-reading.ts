import type { Officer } from "#policies/life/draft-moves.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { requestEvidence } from "../disclosure/record-refusal.ts";

type Reading = {
  readonly kind: "agreement.checked" | "agreement.simulated";
  /** `<id>@<version>` */
  readonly agreement: string;
  readonly now: Date;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Logs who saw which summary or simulation of a version, before they sign it. */
export function logReading(
  tx: Transaction,
  caller: VerifiedRequest,
  { party, actor }: Officer,
  { kind, agreement, now, detail }: Reading,
): Promise<LedgerReceipt> {
  return appendEntry(tx, {
    kind,
    time: now,
    agency: party,
    actor,
    recipients: [party],
    purpose: "dpo-audit",
    agreement,
    resource: "agreement",
    personId: null,
    fields: [],
    request: requestEvidence(caller),
    detail,
  });
}
