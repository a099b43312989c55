import { canonicalJson } from "#policies/canonical-json.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { digestOfText } from "./digest.ts";

/** One step in the life of a version, as it is stored. */
export type EventRow = {
  readonly eventNo: number;
  readonly agreementId: string;
  readonly version: number;
  readonly kind: string;
  readonly digest: string;
  readonly party: string | null;
  readonly actor: string | null;
  readonly at: Date;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly signature: string | null;
  readonly receiptId: string;
};

/** Every event up to a number, in order; those behind it belong to a later bundle. */
export async function readEventRows(tx: Transaction, upTo: number = Number.MAX_SAFE_INTEGER): Promise<EventRow[]> {
  const rows = await tx<(Omit<EventRow, "eventNo"> & { readonly eventNo: string })[]>`
    select event_no as "eventNo", agreement_id as "agreementId", version, kind, digest, party, actor, at, detail, signature,
      receipt_id as "receiptId"
    from gateway.agreement_event where event_no <= ${upTo} order by event_no`;
  return rows.map((row) => ({ ...row, eventNo: Number(row.eventNo) }));
}

/** One digest over all of them: each link takes in the one before, so that none can be changed, taken out or put between. */
export function chainDigest(events: readonly EventRow[]): string {
  return events.reduce((before, event) => digestOfText(linkOf(before, event)), digestOfText(""));
}

/** Members in an order of their own: sorting them for every event of the past would be most of the work. */
function linkOf(before: string, event: EventRow): string {
  const { eventNo, agreementId, version, kind, digest, party, actor, at, detail, signature, receiptId } = event;
  const what = [eventNo, agreementId, version, kind, digest, party, actor, at.toISOString(), signature, receiptId];
  return JSON.stringify([before, ...what, canonicalJson(detail)]);
}
