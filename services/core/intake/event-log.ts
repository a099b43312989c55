import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { FeedEvent } from "./feed-message.ts";

export type EventOutcome =
  | { readonly outcome: "applied"; readonly personId: string | null; readonly keepBody: boolean }
  | { readonly outcome: "held"; readonly reviewId: string }
  | { readonly outcome: "discarded" };

/** True when the event was taken in before. One that was dropped is looked at anew: the roster may have grown. */
export async function isTakenIn(tx: Transaction, { agencyid, id }: AgencyEvent): Promise<boolean> {
  const [row] = await tx`
    select 1 from core.event where agency_id = ${agencyid} and event_id = ${id} and outcome <> 'discarded'`;
  return row !== undefined;
}

/** Keeps what became of an event, and its body only while the hub may have it. */
export async function logEvent(
  tx: Transaction,
  { event, source, seq }: FeedEvent,
  result: EventOutcome,
  now: Date,
): Promise<void> {
  const { outcome } = result;
  const keepBody = outcome === "held" || (outcome === "applied" && result.keepBody);
  const body = keepBody ? JSON.stringify(event) : null;
  await tx`
    insert into core.event (agency_id, event_id, type, time, outcome, source, seq, person_id, review_id, body, received_at,
      turn)
    values (${event.agencyid}, ${event.id}, ${event.type}, ${event.time}, ${outcome}, ${source}, ${seq},
      ${outcome === "applied" ? result.personId : null}, ${outcome === "held" ? result.reviewId : null},
      ${body}::text::jsonb, ${now}, ${outcome === "applied" ? tx`nextval('core.event_turn')` : null})
    on conflict (agency_id, event_id) do update set outcome = excluded.outcome, source = excluded.source,
      seq = excluded.seq, person_id = excluded.person_id, review_id = excluded.review_id, body = excluded.body,
      received_at = excluded.received_at, turn = excluded.turn`;
}

/** The events that wait for a review, in the order in which they happened. */
export async function heldEvents(tx: Transaction, reviewId: string): Promise<readonly AgencyEvent[]> {
  const rows = await tx<{ body: AgencyEvent }[]>`
    select body from core.event where review_id = ${reviewId} and outcome = 'held' order by time, arrival`;
  return rows.map(({ body }) => body);
}

export async function markApplied(tx: Transaction, events: readonly AgencyEvent[], personId: string): Promise<void> {
  const keys = events.map(({ agencyid, id }) => ({ agencyid, id }));
  await tx`
    update core.event e set outcome = 'applied', person_id = ${personId}, turn = nextval('core.event_turn')
    from jsonb_to_recordset(${JSON.stringify(keys)}::text::jsonb) as k(agencyid text, id text)
    where e.agency_id = k.agencyid and e.event_id = k.id`;
}
