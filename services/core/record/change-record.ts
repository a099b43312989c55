import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ConsentRecord } from "#schemas/published-record.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { keepCasework } from "../casework/keep-casework.ts";
import { changeIdentifiers, type Speaker } from "../linkage/link-records.ts";
import type { RatePerson } from "../rag/rate-person.ts";
import { readTimers } from "../timers/keep-timers.ts";
import { announce, type FeedChange, type Pointer } from "../updates/announce.ts";
import { type AppliedChanges, applyChanges, type IdentifierChange, restrictsTheSame } from "./apply-changes.ts";
import type { ChangesOf } from "./apply-event.ts";
import { lockRecord } from "./load-record.ts";
import { mainNames } from "./profile-of.ts";
import { publishedDocument } from "./published-document.ts";
import type { RecordState } from "./record-state.ts";
import { saveStatements } from "./save-record.ts";

export type RecordRules = {
  readonly scheme: Scheme;
  readonly changesOf: ChangesOf;
  /** Rates the person anew after what changed; absent where nobody is rated. */
  readonly ratePerson?: RatePerson;
};

/** What a person's record went through in one transaction; `fields` are those that events changed. */
export type ChangedRecord = { readonly fields: readonly FieldPath[]; readonly version: number };

/** Applies events to one person in the order given: values, identifiers, rating, document, feeds. */
export async function changeRecord(
  tx: Transaction,
  { personId, events, speaker }: { personId: string; events: readonly AgencyEvent[]; speaker: Speaker },
  rules: RecordRules,
  alsoTell: readonly Pointer[] = [],
): Promise<ChangedRecord> {
  const before = await lockRecord(tx, personId);
  const changes = await applyInTurn(tx, before, events, rules.changesOf);
  await changeIdentifiers(tx, personId, changes.identifiers, speaker);
  const identified = changes.identifiers.length === 0 ? changes.state : await withIdentifiers(tx, changes.state);
  const rated = await applyRating(tx, identified, rules, speaker.now);

  const feed = [...feedChanges(before, changes), ...rated.feed];
  const version = before.version + (feed.length === 0 ? 0 : 1);
  const timers = await readTimers(tx, rated.state, rules.scheme);
  await tx`
    update core.person set version = ${version},
      document = ${JSON.stringify(publishedDocument(rated.state, rules.scheme))}::text::jsonb,
      timers = ${JSON.stringify(timers)}::text::jsonb
    where person_id = ${personId}`;
  const told = [...new Set([...changes.fields, ...rated.feed.flatMap(({ fields }) => fields)])].sort();
  const pointers = [...alsoTell, ...rated.pointers, ...pointersTo(personId, version, told, speaker, changes, feed)];
  if (feed.length + pointers.length > 0) {
    await announce(tx, { personId, version, now: speaker.now }, feed, pointers);
  }
  return { fields: [...changes.fields].sort(), version };
}

type Rated = {
  readonly state: RecordState;
  /** A change of its own, so that what a rating moves is no part of what the agency said. */
  readonly feed: readonly FeedChange[];
  readonly pointers: readonly Pointer[];
};

async function applyRating(
  tx: Transaction,
  state: RecordState,
  { ratePerson }: RecordRules,
  now: Date,
): Promise<Rated> {
  const rating = (await ratePerson?.(tx, state, now)) ?? null;
  if (rating === null) {
    return { state, feed: [], pointers: [] };
  }
  const at = now.toISOString();
  const origin = { agencyId: rating.agencyId, eventId: `rag:${at}`, eventTime: at, recordedTime: at };
  const applied = applyChanges(state, rating.changes, origin);
  await saveStatements(tx, state, applied);
  const { changedFields: fields } = applied;
  const originators = new Set([rating.agencyId]);
  return {
    state: applied.state,
    feed: fields.size === 0 ? [] : [recordChange({ fields, originators })],
    pointers: rating.pointers,
  };
}

type Changes = {
  readonly state: RecordState;
  readonly fields: ReadonlySet<FieldPath>;
  /** Whose values they are that changed. */
  readonly originators: ReadonlySet<string>;
  readonly withdrawn: readonly ConsentRecord[];
  readonly identifiers: readonly IdentifierChange[];
};

async function applyInTurn(
  tx: Transaction,
  before: RecordState,
  events: readonly AgencyEvent[],
  changesOf: ChangesOf,
): Promise<Changes> {
  let state = before;
  const all: AppliedChanges[] = [];
  const originators = new Set<string>();
  for (const event of events) {
    const names = mainNames(state.cells);
    const changes = keepCasework(state, event.id, changesOf(event, names) ?? []);
    const applied = applyChanges(state, changes, {
      agencyId: event.agencyid,
      eventId: event.id,
      eventTime: event.time,
      recordedTime: event.recordedtime,
    });
    await saveStatements(tx, state, applied);
    state = applied.state;
    all.push(applied);
    if (applied.changedFields.size > 0) {
      originators.add(event.agencyid);
    }
  }
  return {
    state,
    fields: new Set(all.flatMap(({ changedFields }) => [...changedFields])),
    originators,
    withdrawn: all.flatMap(({ withdrawn }) => withdrawn),
    identifiers: all.flatMap(({ identifiers }) => identifiers),
  };
}

async function withIdentifiers(tx: Transaction, state: RecordState): Promise<RecordState> {
  const { identifiers } = await lockRecord(tx, state.personId);
  return { ...state, identifiers };
}

/** A restriction comes first: whoever reads on must already know who is kept out. */
function feedChanges(before: RecordState, changes: Changes): readonly FeedChange[] {
  const restricted = !restrictsTheSame(before.restriction, changes.state.restriction);
  return [
    ...(restricted ? [{ kind: "access-restricted", fields: [], detail: {} } as const] : []),
    ...changes.withdrawn.map(({ consentId, takenBy, fields, recipients }) => ({
      kind: "consent-withdrawn" as const,
      fields: [],
      detail: { consentId, takenBy, fields, recipients },
    })),
    ...(changes.fields.size === 0 ? [] : [recordChange(changes)]),
  ];
}

/** Whose values moved is told to the settling of updates, so that what one agency says brings nothing of another's forward. */
function recordChange({ fields, originators }: Pick<Changes, "fields" | "originators">): FeedChange {
  return { kind: "record", fields: [...fields].sort(), detail: { originators: [...originators].sort() } };
}

function pointersTo(
  personId: string,
  version: number,
  fields: readonly FieldPath[],
  { agencyId }: Speaker,
  { withdrawn }: Changes,
  feed: readonly FeedChange[],
): readonly Pointer[] {
  const restricted = feed.some(({ kind }) => kind === "access-restricted");
  return [
    ...(restricted ? [{ subject: "hub.access-restriction.changed", body: { personId } } as const] : []),
    ...withdrawn.map(({ consentId }) => ({ subject: "hub.consent.withdrawn", body: { consentId } }) as const),
    ...(fields.length === 0
      ? []
      : [{ subject: "hub.record.changed", body: { personId, fields, version, source: agencyId } } as const]),
  ];
}
