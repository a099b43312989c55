import { randomUUID } from "node:crypto";
import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import type { PublishedTimer } from "#schemas/published-timer.ts";
import type { Transaction } from "../../../platform/database/database.ts";
import type { DecidedBy } from "../../rag/assess-rag.ts";
import { type CaseRefusal, refuseCase } from "../../rag/managed-person.ts";
import { londonDay } from "../../record/apply/london-day.ts";
import { type AgendaPerson, buildAgenda } from "./build-agenda.ts";
import type { Attendee, MeetingName } from "./meeting.ts";
import type { MeetingState } from "./meeting-guards.ts";

export type HeldMeeting = {
  readonly meetingId: string;
  readonly kind: MeetingName;
  readonly londonDay: string;
  readonly state: MeetingState;
};

export type MeetingDone = { readonly outcome: "done"; readonly meetingId: string } & Readonly<Record<string, unknown>>;
export type MeetingOutcome = MeetingDone | CaseRefusal;

/** Fixes when a kind of meeting sits. An instant, so that an hour that comes twice is one or the other. */
export async function scheduleMeeting(
  tx: Transaction,
  { kind, startsAt, by }: { readonly kind: MeetingName; readonly startsAt: string; readonly by: DecidedBy },
  settings: CaseworkSettings,
  now: Date,
): Promise<MeetingOutcome> {
  if (!settings.meetings.some((one) => one.kind === kind)) {
    return refuseCase("no-such-meeting", "The scheme holds no meetings of this kind.");
  }
  if (Date.parse(startsAt) < now.getTime()) {
    return refuseCase("in-the-past", "A meeting is called before it begins.");
  }
  if (!settings.chairRoles.includes(by.role) && by.role !== "iomCoordinator") {
    return refuseCase("not-the-chair", "The chair or the coordinator calls a meeting.");
  }
  const meetingId = randomUUID();
  const day = londonDay(startsAt);
  const rows = await tx`
    insert into core.meeting (meeting_id, kind, starts_at, london_day, created_at)
    values (${meetingId}, ${kind}, ${startsAt}, ${day}, ${now}) on conflict do nothing returning meeting_id`;
  return rows.length === 0
    ? refuseCase("called-already", "A meeting of this kind begins at that moment already.")
    : { outcome: "done", meetingId, londonDay: day };
}

/** Locks a meeting, so that what is decided in it is decided one after the other. */
export async function lockMeeting(tx: Transaction, meetingId: string): Promise<HeldMeeting | null> {
  const [row] = await tx<HeldMeeting[]>`
    select meeting_id as "meetingId", kind, london_day::text as "londonDay", state
    from core.meeting where meeting_id = ${meetingId} for update`;
  return row ?? null;
}

/** Notes who is there. A guest comes for items that are named and goes at a time that is set. */
export async function noteAttendance(
  tx: Transaction,
  { meetingId, attendee }: { readonly meetingId: string; readonly attendee: Attendee },
  now: Date,
): Promise<MeetingOutcome> {
  const meeting = await lockMeeting(tx, meetingId);
  if (meeting === null || meeting.state === "closed" || meeting.state === "cancelled") {
    return refuseCase("meeting-over", "There is no such meeting to attend.");
  }
  const { agencyId, actor, role, guest } = attendee;
  if (guest !== null && !(await areItems(tx, meetingId, guest.items))) {
    return refuseCase("not-on-agenda", "A guest comes for items of this meeting's agenda.");
  }
  if (guest !== null && Date.parse(guest.until) <= now.getTime()) {
    return refuseCase("guest-too-late", "A guest's time ends after now.");
  }
  await tx`
    insert into core.meeting_attendance (meeting_id, agency_id, actor, role, guest_items, guest_until, noted_at)
    values (${meetingId}, ${agencyId}, ${actor}, ${role}, ${guest === null ? null : [...guest.items]}::uuid[],
      ${guest?.until ?? null}, ${now})
    on conflict (meeting_id, agency_id, actor) do update set role = excluded.role,
      guest_items = excluded.guest_items, guest_until = excluded.guest_until`;
  return { outcome: "done", meetingId };
}

async function areItems(tx: Transaction, meetingId: string, items: readonly string[]): Promise<boolean> {
  const [row] = await tx<{ found: string }[]>`
    select count(*) as found from core.meeting_item
    where meeting_id = ${meetingId} and item_id = any(${[...items]}::uuid[])`;
  return items.length > 0 && Number(row?.found) === new Set(items).size;
}

/** Opens a meeting and freezes its agenda: what changes from now on is for the next one. With nobody to consider a panel is off. */
export async function openMeeting(
  tx: Transaction,
  { meetingId, by }: { readonly meetingId: string; readonly by: DecidedBy },
  settings: CaseworkSettings,
  now: Date,
): Promise<MeetingOutcome> {
  const meeting = await lockMeeting(tx, meetingId);
  if (meeting?.state !== "scheduled") {
    return refuseCase("not-scheduled", "Only a meeting that is called and not yet open can be opened.");
  }
  if (!settings.chairRoles.includes(by.role)) {
    return refuseCase("not-the-chair", "The chair opens a meeting.");
  }
  const agenda = buildAgenda(meeting.kind, await readPeople(tx), londonDay(now.toISOString()));
  const isOff = meeting.kind === "transferPanel" && agenda.length === 0;
  const rows = agenda.map(({ personId, because }, place) => ({ itemId: randomUUID(), place, personId, because }));
  await tx`
    insert into core.meeting_item (item_id, meeting_id, place, person_id, because)
    select r."itemId", ${meetingId}::uuid, r.place, r."personId", array(select jsonb_array_elements_text(r.because))
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as r("itemId" uuid, place integer, "personId" uuid, because jsonb)`;
  await tx`
    update core.meeting set state = ${isOff ? "cancelled" : "open"}, opened_at = ${now} where meeting_id = ${meetingId}`;
  await noteAttendance(tx, { meetingId, attendee: { ...by, guest: null } }, now);
  return { outcome: "done", meetingId, state: isOff ? "cancelled" : "open", items: rows.map(({ itemId }) => itemId) };
}

/** The chair closes it. What was not reached is said to be so, and comes up again by the same rules. */
export async function closeMeeting(
  tx: Transaction,
  { meetingId, by }: { readonly meetingId: string; readonly by: DecidedBy },
  settings: CaseworkSettings,
  now: Date,
): Promise<MeetingOutcome> {
  const meeting = await lockMeeting(tx, meetingId);
  if (meeting?.state !== "open") {
    return refuseCase("meeting-not-open", "Only a meeting that is open can be closed.");
  }
  if (!settings.chairRoles.includes(by.role)) {
    return refuseCase("not-the-chair", "The chair closes a meeting.");
  }
  const left = await tx`
    update core.meeting_item set state = 'not-reached' where meeting_id = ${meetingId} and state = 'open'
    returning item_id`;
  await tx`update core.meeting set state = 'closed', closed_at = ${now} where meeting_id = ${meetingId}`;
  return { outcome: "done", meetingId, notReached: left.length };
}

async function readPeople(tx: Transaction): Promise<readonly AgendaPerson[]> {
  return tx<{ personId: string; state: string | null; colour: string | null; timers: readonly PublishedTimer[] }[]>`
    select person_id as "personId", timers,
      document #>> '{values,iom.lifecycleState,-1,value}' as state,
      document #>> '{values,iom.ragStatus,-1,value}' as colour
    from core.person where state = 'active'`;
}
