import { randomUUID } from "node:crypto";
import type { Transaction } from "../../../platform/database/database.ts";
import { refuseCase } from "../../rag/managed-person.ts";
import { londonDay } from "../../record/apply/london-day.ts";
import { changeRecord } from "../../record/change-record.ts";
import type { RecordChange } from "../../record/record-change.ts";
import { caseworkEvent } from "../hub-event.ts";
import type { CaseRules } from "../move-case.ts";
import { lockMeeting, type MeetingOutcome } from "./hold-meeting.ts";
import type { Attendee, ItemDecision } from "./meeting.ts";
import { whyNotDecided } from "./meeting-guards.ts";

/**
 * Keeps what a meeting decided of an item, and gives out the actions, in the caller's transaction. Of two chairs who decide the
 * same item one is first, and the other is told so and changes nothing.
 */
export async function decideItem(
  tx: Transaction,
  decision: ItemDecision,
  rules: CaseRules,
  now: Date,
): Promise<MeetingOutcome> {
  const { meetingId, itemId } = decision;
  const meeting = await lockMeeting(tx, meetingId);
  const item = meeting === null ? null : await readItem(tx, meetingId, itemId);
  if (meeting === null || item === null) {
    return refuseCase("not-on-agenda", "The meeting's agenda has no such item.");
  }
  const { scheme, settings } = rules;
  const scene = {
    kind: meeting.kind,
    state: meeting.state,
    itemState: item.state,
    attendees: await readAttendees(tx, meetingId),
  };
  const refusal = whyNotDecided(decision, scene, settings, scheme.agencies) ?? whyNoSuchOwner(decision, rules);
  if (refusal !== null) {
    return refusal;
  }
  const decisionId = randomUUID();
  const { by, rationale, positions, outcomes, actions } = decision;
  await tx`update core.meeting_item set state = 'decided' where item_id = ${itemId}`;
  await tx`
    insert into core.meeting_decision (decision_id, item_id, at, london_day, agency_id, actor, role, decision)
    values (${decisionId}, ${itemId}, ${now}, ${londonDay(now.toISOString())}, ${by.agencyId}, ${by.actor}, ${by.role},
      ${JSON.stringify({ rationale, positions, outcomes })}::text::jsonb)`;
  const fields = actions.length === 0 ? [] : await giveActions(tx, { decision, decisionId, item }, rules, now);
  await rules.appendEntry(tx, {
    kind: "alteration",
    time: now,
    agency: by.agencyId,
    actor: by.actor,
    recipients: [],
    resource: "meeting-decision",
    personId: item.personId,
    fields,
    detail: { meetingId, itemId, decisionId, role: by.role },
  });
  return { outcome: "done", meetingId, decisionId, at: now.toISOString() };
}

type Item = { readonly personId: string; readonly state: "open" | "decided" | "not-reached" };

async function readItem(tx: Transaction, meetingId: string, itemId: string): Promise<Item | null> {
  const [row] = await tx<Item[]>`
    select person_id as "personId", state from core.meeting_item
    where meeting_id = ${meetingId} and item_id = ${itemId}`;
  return row ?? null;
}

async function readAttendees(tx: Transaction, meetingId: string): Promise<readonly Attendee[]> {
  const rows = await tx<
    { agencyId: string; actor: string; role: string; items: string[] | null; until: string | null }[]
  >`
    select agency_id as "agencyId", actor, role, guest_items as items, core.utc(guest_until) as until
    from core.meeting_attendance where meeting_id = ${meetingId}`;
  return rows.map(({ items, until, ...who }) => ({
    ...who,
    guest: items === null || until === null ? null : { items, until },
  }));
}

function whyNoSuchOwner({ actions }: ItemDecision, { scheme }: CaseRules) {
  const known = new Set(scheme.agencies.map(({ agencyId }) => agencyId));
  return actions.every(({ ownerAgency }) => known.has(ownerAgency))
    ? null
    : refuseCase("owner-unknown", "An action belongs to an agency of the scheme.");
}

type Given = { readonly decision: ItemDecision; readonly decisionId: string; readonly item: Item };

/** Actions are values of the record, each the item of its owner, so that agreements decide who sees them. */
async function giveActions(tx: Transaction, { decision, decisionId, item }: Given, rules: CaseRules, now: Date) {
  const team =
    rules.scheme.agencies.find(({ agencyType }) => agencyType === "iom-team")?.agencyId ?? decision.by.agencyId;
  const changes = decision.actions.map(({ text, ownerAgency, dueOn }, at): RecordChange => {
    const actionId = `${decisionId}:${at + 1}`;
    return {
      kind: "put-item",
      field: "iom.meetingActions",
      itemKey: actionId,
      value: { actionId, text, ownerAgency, dueOn, state: "open" },
      asOf: now.toISOString(),
      itemOwner: ownerAgency,
    };
  });
  const { fields } = await changeRecord(
    tx,
    {
      personId: item.personId,
      events: [caseworkEvent(team, decisionId, now)],
      speaker: { agencyId: team, agencyType: "iom-team", recordKey: "", now },
    },
    { ...rules, changesOf: () => changes },
  );
  return fields;
}
