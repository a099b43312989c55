import { randomUUID } from "node:crypto";
import type { Transaction } from "../../platform/database/database.ts";
import { londonDay } from "../record/apply/london-day.ts";
import type { CaseBody, CaseEvent } from "./case-event.ts";

/** Who acts on a case, for what and why: every event of a case keeps it. */
export type CaseAct = {
  readonly personId: string;
  readonly referralId: string | null;
  readonly by: { readonly agencyId: string; readonly actor: string; readonly role: string };
  readonly meetingId: string | null;
  readonly rationale: string | null;
};

/** Keeps one event of a case in the caller's transaction, under the lock of the person's record. Returns its id. */
export async function appendCaseEvent(tx: Transaction, act: CaseAct, body: CaseBody, now: Date): Promise<string> {
  const eventId = randomUUID();
  const { kind, ...said } = body;
  const { personId, referralId, by, meetingId, rationale } = act;
  await tx`
    insert into core.casework_event (event_id, person_id, referral_id, at, london_day, kind, agency_id, actor, role,
      meeting_id, rationale, body)
    values (${eventId}, ${personId}, ${referralId}, ${now}, ${londonDay(now.toISOString())}, ${kind}, ${by.agencyId},
      ${by.actor}, ${by.role}, ${meetingId}, ${rationale}, ${JSON.stringify(said)}::text::jsonb)`;
  return eventId;
}

/** All that was done on a person's case, in order. */
export async function readCaseEvents(tx: Transaction, personId: string): Promise<readonly CaseEvent[]> {
  return tx<CaseEvent[]>`
    select event_id as "eventId", core.utc(at) as at, london_day::text as "londonDay", agency_id as "agencyId", actor, role,
      meeting_id as "meetingId", rationale, jsonb_build_object('kind', kind) || body as body
    from core.casework_event where person_id = ${personId} order by turn`;
}
