import type { StatusEvent } from "#policies/life/status-event.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerEntryInput, LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";

export type RecordedStep = {
  readonly agreementId: string;
  readonly step: StatusEvent;
  /** The officer's own compact JWS, where the step needs one. */
  readonly signature: string | null;
  readonly now: Date;
  /** The parties whom it concerns: all of the version's. */
  readonly recipients?: readonly string[];
  /** What ties the entry to the call that made the step; absent for what came with the hub's own folder. */
  readonly request?: NonNullable<LedgerEntryInput["request"]>;
};

/** Writes one step in the life of a version, with its entry in the ledger. */
export async function recordStep(
  tx: Transaction,
  { agreementId, step, signature, now, recipients = [], request }: RecordedStep,
): Promise<LedgerReceipt> {
  const { kind, version, digest, party, actor, at, detail } = step;
  const receipt = await appendEntry(tx, {
    kind: `agreement.${kind}`,
    time: now,
    agency: party,
    ...(actor === null ? {} : { actor }),
    recipients,
    agreement: `${agreementId}@${version}`,
    resource: "agreement",
    personId: null,
    fields: [],
    ...(request === undefined ? {} : { request }),
    detail: { digest, at, ...detail },
  });
  await tx`
    insert into gateway.agreement_event
      (agreement_id, version, kind, digest, party, actor, at, detail, signature, receipt_id)
    values (${agreementId}, ${version}, ${kind}, ${digest}, ${party}, ${actor}, ${at},
      ${JSON.stringify(detail)}::text::jsonb, ${signature}, ${receipt.receiptId})`;
  return receipt;
}
