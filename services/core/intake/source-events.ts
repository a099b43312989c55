import type { Transaction } from "../../platform/database/database.ts";

type SourceEvent = { readonly agencyId: string; readonly source: string; readonly eventId: string };

/** Counts an event of a source once, however often it is delivered. */
export async function countSourceEvent(tx: Transaction, { agencyId, source, eventId }: SourceEvent): Promise<void> {
  await tx`
    with counted as (
      insert into core.source_event (agency_id, source, event_id) values (${agencyId}, ${source}, ${eventId})
      on conflict do nothing returning 1)
    insert into core.source_position as p (agency_id, source, position)
    select ${agencyId}::text, ${source}::text, count(*) from counted having count(*) > 0
    on conflict (agency_id, source) do update set position = p.position + excluded.position`;
}

/** Notes that the feed of an agency was read: facts it supplies are as old as this. */
export async function noteReading(tx: Transaction, agencyId: string, now: Date): Promise<void> {
  await tx`
    insert into core.feed_reading as r (agency_id, read_at) values (${agencyId}, ${now})
    on conflict (agency_id) do update set read_at = greatest(r.read_at, excluded.read_at)`;
}

/** Counts what was dropped unread; nothing else of it stays. */
export async function countDiscarded(tx: Transaction, agencyId: string, now: Date, events = 1): Promise<void> {
  await tx`
    insert into core.discarded_count as d (agency_id, day, events) values (${agencyId}, ${now}::timestamptz, ${events})
    on conflict (agency_id, day) do update set events = d.events + excluded.events`;
}
