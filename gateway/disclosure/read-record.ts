import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import { idOrNobody, NOBODY } from "../people/pairwise-ids.ts";
import type { PseudonymScope } from "../pseudonyms/pseudonym-keys.ts";

/**
 * What the core publishes of a person and what its originators hold back of it, by internal id; null when there is none. Asking
 * for nobody costs the same look-up, so that an unknown person is answered in the time of a known one.
 */
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
 * All that a disclosure starts from, in one statement. Asking for nobody costs the same look-ups. `pseudonymous`: the terms under
 * which the agency may also mean somebody by a pseudonym.
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
    cross join lateral gateway.read_person(coalesce(meant.person_id, ${NOBODY})) as person
    left join ledger.subject_key as subject on subject.person_id = coalesce(meant.person_id, ${NOBODY})`;
  if (row === undefined) {
    throw new Error("a look-up of one row found none");
  }
  return { personId: row.person_id, record: row.record, subjectKey: row.key };
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
