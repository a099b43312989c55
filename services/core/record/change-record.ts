import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ConsentRecord } from "#schemas/published-record.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { changeIdentifiers, type Speaker } from "../linkage/link-records.ts";
import { timersOf } from "../timers/timers-of.ts";
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
};

/** What a person's record went through in one transaction. */
export type ChangedRecord = { readonly fields: readonly FieldPath[]; readonly version: number };

/** Applies events to one person in the order given: values, identifiers, document, feeds. */
export async function changeRecord(
  tx: Transaction,
  { personId, events, speaker }: { personId: string; events: readonly AgencyEvent[]; speaker: Speaker },
  rules: RecordRules,
  alsoTell: readonly Pointer[] = [],
): Promise<ChangedRecord> {
  const before = await lockRecord(tx, personId);
  const changes = await applyInTurn(tx, before, events, rules.changesOf);
  await changeIdentifiers(tx, personId, changes.identifiers, speaker);
  const after = changes.identifiers.length === 0 ? changes.state : await withIdentifiers(tx, changes.state);

  const feed = feedChanges(before, changes);
  const version = before.version + (feed.length === 0 ? 0 : 1);
  await tx`
    update core.person set version = ${version},
      document = ${JSON.stringify(publishedDocument(after, rules.scheme))}::text::jsonb,
      timers = ${JSON.stringify(timersOf(after, rules.scheme))}::text::jsonb
    where person_id = ${personId}`;
  const fields = [...changes.fields].sort();
  const pointers = [...alsoTell, ...pointersTo(personId, version, fields, speaker, changes, feed)];
  if (feed.length + pointers.length > 0) {
    await announce(tx, { personId, version, now: speaker.now }, feed, pointers);
  }
  return { fields, version };
}

type Changes = {
  readonly state: RecordState;
  readonly fields: ReadonlySet<FieldPath>;
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
  for (const event of events) {
    const names = mainNames(state.cells);
    const applied = applyChanges(state, changesOf(event, names) ?? [], {
      agencyId: event.agencyid,
      eventId: event.id,
      eventTime: event.time,
      recordedTime: event.recordedtime,
    });
    await saveStatements(tx, state, applied);
    state = applied.state;
    all.push(applied);
  }
  return {
    state,
    fields: new Set(all.flatMap(({ changedFields }) => [...changedFields])),
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
    ...(changes.fields.size === 0 ? [] : [{ kind: "record", fields: [...changes.fields].sort(), detail: {} } as const]),
  ];
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
