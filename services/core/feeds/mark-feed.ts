import type { LedgerEntryInput, LedgerReceipt } from "../../ledger/entry.ts";
import type { Transaction } from "../../platform/database/database.ts";

/** What an operator says of an agency's feed; the reason names nobody of whom the hub holds a record. */
export type FeedMark = {
  readonly agencyId: string;
  readonly state: "broken" | "whole";
  readonly reason: string;
  /** Who of those that run the hub says so, by the name they go by there. */
  readonly operator: string;
};

type AppendEntry = (tx: Transaction, input: LedgerEntryInput) => Promise<LedgerReceipt>;

/**
 * Marks a feed that restrictions come by as broken, so that nobody's record is shared until it is marked whole
 * (design/agreements 4.3), in the caller's transaction. What waits to be delivered is looked at again, person by person, as when a
 * restriction is set or lifted. Resolves to false, and does nothing, where the feed stands so already.
 */
export async function markFeed(
  tx: Transaction,
  { agencyId, state, reason, operator }: FeedMark,
  appendEntry: AppendEntry,
  now: Date,
): Promise<boolean> {
  await tx`select pg_advisory_xact_lock(hashtext('core.feed_mark'))`;
  const [newest] = await tx<{ state: string }[]>`
    select state from core.feed_mark where agency_id = ${agencyId} order by feed_mark_id desc limit 1`;
  if ((newest?.state ?? "whole") === state) {
    return false;
  }
  await tx`
    insert into core.feed_mark (agency_id, state, reason, operator, at)
    values (${agencyId}, ${state}, ${reason}, ${operator}, ${now})`;
  await (state === "broken" ? keepEverybodyOut(tx, now) : lookAtEverybodyAgain(tx, now));
  await tx`select pg_notify('hub_change', '')`;
  await appendEntry(tx, {
    kind: `policy.feed-marked-${state}`,
    time: now,
    agency: null,
    actor: operator,
    recipients: [],
    resource: "feed",
    personId: null,
    fields: [],
    detail: { agencyId, reason },
  });
  return true;
}

/**
 * What waits for delivery is taken back, as when a restriction is set, and counts as never seen. The door refuses it by itself; but
 * whoever went past it there would be told of no change once the feed is whole, since the hub would take it for told.
 */
async function keepEverybodyOut(tx: Transaction, now: Date): Promise<void> {
  await tx`
    insert into core.change_feed (person_id, kind, fields, version, detail, created_at)
    select person_id, 'access-restricted', '{}', version, '{}', ${now}::timestamptz
    from core.person where state = 'active' order by person_id`;
}

/** Whatever changed meanwhile is new to its receivers; what did not is not sent again. */
async function lookAtEverybodyAgain(tx: Transaction, now: Date): Promise<void> {
  await tx`
    insert into core.change_feed (person_id, kind, fields, version, detail, created_at)
    select p.person_id, 'record', array_agg(distinct v.field), p.version, '{}', ${now}::timestamptz
    from core.person p join core.record_value v using (person_id)
    where p.state = 'active' group by p.person_id order by p.person_id`;
}
