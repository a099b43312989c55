import type { Identifier, PersonReference } from "#schemas/agency-event.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { IdentifierChange } from "../record/apply-changes.ts";
import { mayVouchFor, scopeOf } from "./issuers.ts";

/** Who speaks, and when: every link keeps it. */
export type Speaker = {
  readonly agencyId: string;
  readonly agencyType: AgencyType;
  readonly recordKey: string;
  readonly now: Date;
};

export type LinkNote = {
  readonly kind:
    | "person-created"
    | "linked"
    | "not-linked"
    | "identifier-added"
    | "identifier-retired"
    | "identifier-restored";
  readonly personId: string | null;
  readonly cause: string;
  readonly actor: string | null;
  readonly explanation: Readonly<Record<string, unknown>>;
};

/**
 * Gives a person the identifiers of a record that was found to be theirs. `vouched` says that the record was borne
 * out or confirmed, so that all its valid identifiers hold; otherwise only those its sender may vouch for do.
 * Returns how many of them are new or newly verified.
 */
export async function addIdentifiers(
  tx: Transaction,
  personId: string,
  identifiers: readonly Identifier[],
  { agencyId, agencyType, now }: Speaker,
  vouched: boolean,
): Promise<number> {
  const rows = identifiers.map((identifier) => ({
    ...identifier,
    scope: scopeOf(identifier.type, agencyId),
    verified: identifier.valid && (vouched || mayVouchFor(identifier.type, agencyType)),
  }));
  if (rows.length === 0) {
    return 0;
  }
  const touched = await tx`
    insert into core.identifier as i (person_id, type, value, scope, valid, verified_by, verified_at)
    select distinct on (r.type, r.value, r.scope) ${personId}::uuid, r.type, r.value, r.scope, r.valid,
      case when r.verified then ${agencyId}::text end, case when r.verified then ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as r(type text, value text, scope text, valid boolean, verified boolean)
    on conflict (person_id, type, value, scope) do update
      set verified_by = excluded.verified_by, verified_at = excluded.verified_at
      where i.verified_at is null and excluded.verified_at is not null
    returning 1`;
  return touched.length;
}

/** A record that is found to be somebody else's after all no longer stands for the person it was linked to. */
export async function disownRecord(tx: Transaction, { agencyId, recordKey }: Speaker): Promise<void> {
  await tx`
    delete from core.identifier
    where type = 'LOCAL' and scope = ${agencyId} and 'LOCAL ' || value = ${recordKey}`;
}

/** Keeps why a record belongs to a person. One that belongs to nobody on the roster is not named. */
export async function noteLink(tx: Transaction, speaker: Speaker, note: LinkNote): Promise<void> {
  await tx`
    insert into core.link_event (at, kind, person_id, agency_id, record_key, cause, actor, explanation)
    values (${speaker.now}, ${note.kind}, ${note.personId}, ${speaker.agencyId},
      case when ${note.personId}::uuid is null then core.record_digest(${speaker.agencyId}, ${speaker.recordKey})
        else ${speaker.recordKey} end, ${note.cause},
      ${note.actor}, ${JSON.stringify(note.explanation)}::text::jsonb)`;
}

/** Merges and unmerges at source, and identifiers an event names beside its person. */
export async function changeIdentifiers(
  tx: Transaction,
  personId: string,
  changes: readonly IdentifierChange[],
  speaker: Speaker,
): Promise<void> {
  for (const change of changes) {
    if (change.kind === "add") {
      await addIdentifiers(tx, personId, [change.identifier], speaker, false);
    } else if (change.kind === "retire") {
      await retireIdentifier(tx, personId, change, speaker);
    } else {
      await restoreIdentifier(tx, personId, change.retired, speaker);
    }
  }
}

type Merge = Exclude<IdentifierChange, { kind: "add" }>;

/** The old identifier still finds the person. What it was before is noted, so that an unmerge can put it back. */
async function retireIdentifier(
  tx: Transaction,
  personId: string,
  { retired, survivor }: Merge,
  speaker: Speaker,
): Promise<void> {
  const scope = scopeOf(retired.type, speaker.agencyId);
  const [held] = await tx<{ retired: boolean }[]>`
    select retired from core.identifier
    where person_id = ${personId} and type = ${retired.type} and value = ${retired.value} and scope = ${scope}`;
  if (held?.retired === true) {
    return;
  }
  await addIdentifiers(tx, personId, [survivor, retired], speaker, false);
  await tx`
    update core.identifier set retired = true
    where person_id = ${personId} and type = ${retired.type} and value = ${retired.value} and scope = ${scope}`;
  await noteLink(tx, speaker, {
    kind: "identifier-retired",
    personId,
    cause: "merged-at-source",
    actor: null,
    explanation: { retired, survivor, heldBefore: held !== undefined },
  });
}

async function restoreIdentifier(
  tx: Transaction,
  personId: string,
  retired: Identifier,
  speaker: Speaker,
): Promise<void> {
  const [merge] = await tx<{ held_before: boolean }[]>`
    select (explanation -> 'heldBefore')::boolean as held_before from core.link_event
    where person_id = ${personId} and kind = 'identifier-retired'
      and explanation -> 'retired' ->> 'type' = ${retired.type}
      and explanation -> 'retired' ->> 'value' = ${retired.value}
    order by link_event_id desc limit 1`;
  if (merge === undefined) {
    return;
  }
  const scope = scopeOf(retired.type, speaker.agencyId);
  await (merge.held_before
    ? tx`
      update core.identifier set retired = false
      where person_id = ${personId} and type = ${retired.type} and value = ${retired.value} and scope = ${scope}`
    : tx`
      delete from core.identifier
      where person_id = ${personId} and type = ${retired.type} and value = ${retired.value} and scope = ${scope}
        and retired`);
  await noteLink(tx, speaker, {
    kind: "identifier-restored",
    personId,
    cause: "unmerged-at-source",
    actor: null,
    explanation: { retired },
  });
}

/** The agency's own key of a record: its local id, or the strong identifier it goes by, or the row's reference. */
export function recordKeyOf({ identifiers }: PersonReference, sourceRecordRef: string): string {
  const local = identifiers.find(({ type }) => type === "LOCAL");
  const key = local ?? identifiers.find(({ type, valid }) => valid && type !== "DEVICE");
  return key === undefined ? `REF ${sourceRecordRef}` : `${key.type} ${key.value}`;
}
