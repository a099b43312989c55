import type { Transaction } from "../../platform/database/database.ts";
import type { HeldIdentifier, PersonProfile } from "../linkage/person-profile.ts";
import { profileOf } from "./profile-of.ts";
import type { Cell, HeldConsent, HeldRestriction, RecordState } from "./record-state.ts";

type RecordRow = {
  readonly person_id: string;
  readonly version: string;
  readonly cells: readonly Cell[];
  readonly identifiers: readonly HeldIdentifier[];
  readonly consents: readonly HeldConsent[];
  readonly restriction: HeldRestriction | null;
};

/** Reads all that is held of one person and keeps others from changing it until the transaction ends. */
export async function lockRecord(tx: Transaction, personId: string): Promise<RecordState> {
  // The lock has to be taken by a statement of its own: one that waits for it would read what was there before.
  const [, [row]] = await Promise.all([
    tx`select 1 from core.person where person_id = ${personId} for update`,
    tx<RecordRow[]>`
      select p.person_id, p.version,
        ${cellsOf(tx, tx`true`)} as cells,
        ${identifiersOf(tx)} as identifiers,
        (select coalesce(jsonb_agg(jsonb_build_object('consent', c.consent,
            'eventTime', core.utc(c.event_time), 'recordedTime', core.utc(c.recorded_time))), '[]')
          from core.consent c where c.person_id = p.person_id) as consents,
        (select jsonb_build_object('setBy', a.set_by, 'excluded', a.excluded, 'restricted', a.restricted,
            'asOf', core.utc(a.as_of), 'recordedTime', core.utc(a.recorded_time))
          from core.access_restriction a where a.person_id = p.person_id) as restriction
      from core.person p where p.person_id = ${personId}`,
  ]);
  if (row === undefined) {
    throw new Error("a person that was found is no longer there");
  }
  const { person_id: id, version, cells, identifiers, consents, restriction } = row;
  return { personId: id, version: Number(version), cells, identifiers, consents, restriction };
}

type ProfileRow = Pick<RecordRow, "person_id" | "cells" | "identifiers">;

const PROFILES_MAX = 500;

export type ProfileQuery = {
  readonly identifiers: readonly { readonly type: string; readonly value: string; readonly scope: string }[];
  readonly birthDates: readonly string[];
  readonly personIds: readonly string[];
};

/** Reads what linking looks at of everybody who shares an identifier or a date of birth, an alias's included. */
export async function findProfiles(tx: Transaction, query: ProfileQuery): Promise<readonly PersonProfile[]> {
  const { identifiers, birthDates, personIds } = query;
  const rows = await tx<ProfileRow[]>`
    with found as (
      select i.person_id from core.identifier i
        join jsonb_to_recordset(${JSON.stringify(identifiers)}::text::jsonb) as q(type text, value text, scope text)
          on (i.type, i.value, i.scope) = (q.type, q.value, q.scope)
      union select v.person_id from core.record_value v
        where v.current and v.kind = 'value' and v.field = 'identity.dateOfBirth'
          and v.value #>> '{}' = any(${birthDates}::text[])
      union select v.person_id from core.record_value v
        where v.current and v.kind = 'value' and v.field = 'identity.aliases'
          and v.value ->> 'dob' = any(${birthDates}::text[])
      union select unnest(${personIds}::uuid[]))
    select p.person_id,
      ${cellsOf(tx, tx`v.kind = 'value' and (v.field like 'identity.%' or v.field = 'housing.currentAddress')`)} as cells,
      ${identifiersOf(tx)} as identifiers
    from core.person p join found using (person_id)
    where p.state = 'active' limit ${PROFILES_MAX}`;
  return rows.map(({ person_id: personId, cells, identifiers: held }) =>
    profileOf({ personId, version: 0, cells, identifiers: held, consents: [], restriction: null }),
  );
}

type Fragment = ReturnType<Transaction>;

function cellsOf(tx: Transaction, which: Fragment): Fragment {
  return tx`
    (select coalesce(jsonb_agg(jsonb_build_object('kind', v.kind, 'field', v.field, 'originator', v.originator,
        'itemKey', v.item_key, 'value', v.value, 'asOf', core.utc(v.as_of),
        'recordedTime', core.utc(v.recorded_time), 'itemFacts', v.item_facts, 'itemOwner', v.item_owner,
        'evidence', v.evidence, 'eventId', v.event_id)), '[]')
      from core.record_value v where v.person_id = p.person_id and v.current and ${which})`;
}

function identifiersOf(tx: Transaction): Fragment {
  return tx`
    (select coalesce(jsonb_agg(jsonb_build_object('type', i.type, 'value', i.value, 'scope', i.scope,
        'valid', i.valid, 'verified', i.verified_at is not null, 'retired', i.retired)), '[]')
      from core.identifier i where i.person_id = p.person_id)`;
}
