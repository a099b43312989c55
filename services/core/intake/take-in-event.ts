import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { AppendEntry } from "../../ledger/append-entry.ts";
import type { LedgerEntryInput } from "../../ledger/entry.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { recordKeyOf, type Speaker } from "../linkage/link-records.ts";
import { changeRecord, type RecordRules } from "../record/change-record.ts";
import { queueMatchesAfterRemoval } from "../tag-hits/match-work.ts";
import { type EventOutcome, isTakenIn, logEvent } from "./event-log.ts";
import type { FeedEvent, SetAsideReason } from "./feed-message.ts";
import { findWhose, type Whose } from "./find-whose.ts";
import { countDiscarded, countSourceEvent, noteReading } from "./source-events.ts";
import { takeInWithoutPerson } from "./without-person.ts";

export type IntakeRules = RecordRules & { readonly appendEntry: AppendEntry };

export type Intake =
  | { readonly outcome: "applied" | "held" | "discarded" | "duplicate" }
  | { readonly outcome: "set-aside"; readonly reason: SetAsideReason };

/**
 * Takes in one event in the caller's transaction: everything it means is committed together or not at all.
 * An event that was taken in before changes nothing, whichever file or call brought it.
 */
export async function takeInEvent(
  tx: Transaction,
  feedEvent: FeedEvent,
  rules: IntakeRules,
  now: Date,
): Promise<Intake> {
  const { event, source } = feedEvent;
  const [, , taken] = await Promise.all([
    countSourceEvent(tx, { agencyId: event.agencyid, source, eventId: event.id }),
    noteReading(tx, event.agencyid, now),
    isTakenIn(tx, event),
  ]);
  if (taken) {
    return { outcome: "duplicate" };
  }
  const withoutPerson = await takeInWithoutPerson(tx, event, now);
  if (withoutPerson !== null) {
    await conclude(tx, feedEvent, withoutPerson, rules, now);
    return { outcome: withoutPerson.outcome };
  }
  if (event.data.personReference === null) {
    return { outcome: "set-aside", reason: "person-missing" };
  }
  if (rules.changesOf(event, []) === null) {
    return { outcome: "set-aside", reason: "type-unknown" };
  }
  return takeInAboutPerson(tx, feedEvent, speakerOf(feedEvent, now), rules);
}

async function takeInAboutPerson(
  tx: Transaction,
  feedEvent: FeedEvent,
  speaker: Speaker,
  rules: IntakeRules,
): Promise<Intake> {
  const { event } = feedEvent;
  const whose = await findWhose(tx, event, speaker);
  const outcome = outcomeOf(whose);
  await conclude(tx, feedEvent, outcome, rules, speaker.now);
  if (whose.outcome === "person") {
    const events = [...whose.waiting, event];
    const { fields } = await changeRecord(tx, { personId: whose.personId, events, speaker }, rules, whose.pointers);
    await rules.appendEntry(tx, collection(event, speaker.now, whose.personId, fields));
    await queueMatchesAfterRemoval(tx, event, speaker.now);
    if (whose.newLink) {
      await rules.appendEntry(tx, combination(event, speaker, whose.personId, fields, whose.cause));
    }
  }
  return { outcome: outcome.outcome };
}

function outcomeOf(whose: Whose): EventOutcome {
  switch (whose.outcome) {
    case "person":
      return { outcome: "applied", personId: whose.personId, keepBody: true };
    case "review":
      return { outcome: "held", reviewId: whose.reviewId };
    case "nobody":
      return { outcome: "discarded" };
  }
}

async function conclude(
  tx: Transaction,
  feedEvent: FeedEvent,
  result: EventOutcome,
  { appendEntry }: IntakeRules,
  now: Date,
): Promise<void> {
  const { event } = feedEvent;
  await logEvent(tx, feedEvent, result, now);
  if (result.outcome === "discarded") {
    await countDiscarded(tx, event.agencyid, now);
  } else if (result.outcome === "held" || result.personId === null) {
    await appendEntry(tx, collection(event, now, null, []));
  }
}

function collection(
  { agencyid, id, type }: AgencyEvent,
  now: Date,
  personId: string | null,
  fields: LedgerEntryInput["fields"],
): LedgerEntryInput {
  return {
    kind: "collection",
    time: now,
    agency: agencyid,
    recipients: [],
    resource: "event",
    personId,
    fields,
    detail: { eventId: id, type },
  };
}

function combination(
  { agencyid, id }: AgencyEvent,
  { recordKey, now }: Speaker,
  personId: string,
  fields: LedgerEntryInput["fields"],
  cause: string,
): LedgerEntryInput {
  return {
    kind: "combination",
    time: now,
    agency: agencyid,
    recipients: [],
    resource: "person",
    personId,
    fields,
    detail: { eventId: id, recordKey, cause },
  };
}

function speakerOf({ event, agencyType }: FeedEvent, now: Date): Speaker {
  const { personReference, sourceRecordRef } = event.data;
  const reference = personReference ?? { identifiers: [] };
  return { agencyId: event.agencyid, agencyType, recordKey: recordKeyOf(reference, sourceRecordRef), now };
}
