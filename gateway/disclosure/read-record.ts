import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import { idOrNobody, NOBODY } from "../people/pairwise-ids.ts";
import type { PseudonymScope } from "../pseudonyms/pseudonym-keys.ts";

/** What the core publishes of a person and what its originators hold back of it, by internal id; null when there is none. */
export async function readRecord(sql: Sql | Transaction, personId: string | null): Promise<PublishedRecord | null> {
  const [row] = await sql<{ record: PublishedRecord | null }[]>`
    select record from gateway.read_person(${personId ?? NOBODY}::uuid)`;
  return row?.record ?? null;
}

/** A person as one agency asks for them: whom it means, what is published of them, and the key of their log entries. */
export type PersonAsked = {
  /** Null for an id that is not one of the agency's own. */
  readonly personId: string | null;
  readonly record: PublishedRecord | null;
  /** Null for a person of whom nothing was logged yet. */
  readonly subjectKey: Uint8Array | null;
};

/**
 * All that a disclosure starts from, in one statement. `pseudonymous`: the terms under which the agency may also mean somebody by a
 * pseudonym. For an id of nobody somebody else's record is read and dropped, always the same for the same id: how long the reading
 * takes should not tell a person withheld from a person unknown.
 */
export async function readPersonAsked(
  tx: Transaction,
  agencyId: string,
  asked: string,
  pseudonymous: PseudonymScope | null = null,
): Promise<PersonAsked> {
  const id = idOrNobody(asked);
  const { agreementId = "", purpose = "" } = pseudonymous ?? {};
  const [row] = await tx<{ person_id: string | null; record: PublishedRecord | null; key: Uint8Array | null }[]>`
    select meant.person_id, person.record, subject.key
    from (select coalesce(
      (select person_id from gateway.pairwise_id where agency_id = ${agencyId} and pairwise_id = ${id}),
      (select person_id from gateway.person_pseudonym
       where agreement_id = ${agreementId} and recipient = ${agencyId} and purpose = ${purpose}
         and pseudonym = ${id})) as person_id
      -- Keeps PostgreSQL from looking the id up again wherever it is named.
      offset 0) as meant
    cross join lateral (select coalesce(
      (select known.person_id from published.person as known where known.person_id = meant.person_id),
      (select other.person_id from published.person as other where other.person_id >= ${id} order by person_id limit 1),
      (select other.person_id from published.person as other order by person_id limit 1)) as person_id
      offset 0) as reading
    cross join lateral gateway.read_person(reading.person_id) as person
    left join ledger.subject_key as subject on subject.person_id = coalesce(meant.person_id, ${NOBODY})`;
  if (row === undefined) {
    throw new Error("a look-up of one row found none");
  }
  const { person_id: personId, record, key } = row;
  return { personId, record: record?.personId === personId ? record : null, subjectKey: key };
}

/** What is published of many people, in the order asked; those who are not there are left out. */
export async function readRecords(
  sql: Sql | Transaction,
  personIds: readonly string[],
): Promise<readonly PublishedRecord[]> {
  // Those who are not there are left out here: a condition on the record would have PostgreSQL make each of them twice.
  const rows = await sql<{ record: PublishedRecord | null }[]>`
    select record from unnest(${[...personIds]}::uuid[]) with ordinality as asked (person_id, place),
      lateral gateway.read_person(asked.person_id) as found order by place`;
  return rows.flatMap(({ record }) => record ?? []);
}
