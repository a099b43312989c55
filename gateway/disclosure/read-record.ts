import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import { idOrNobody, NOBODY } from "../people/pairwise-ids.ts";

/**
 * What the core publishes of a person and what its originators hold back of it, by internal id; null when there is none. Asking for nobody costs the same look-up,
 * so that an unknown person is answered in the time of a known one.
 */
export async function readRecord(sql: Sql | Transaction, personId: string | null): Promise<PublishedRecord | null> {
  const [row] = await sql<{ record: PublishedRecord | null }[]>`
    select gateway.read_person(${personId ?? NOBODY}::uuid) as record`;
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

/** All that a disclosure starts from, in one statement. Asking for nobody costs the same look-ups. */
export async function readPersonAsked(tx: Transaction, agencyId: string, pairwise: string): Promise<PersonAsked> {
  const [row] = await tx<{ person_id: string | null; record: PublishedRecord | null; key: Uint8Array | null }[]>`
    select meant.person_id, gateway.read_person(coalesce(meant.person_id, ${NOBODY})) as record, subject.key
    from (select (
      select person_id from gateway.pairwise_id
      where agency_id = ${agencyId} and pairwise_id = ${idOrNobody(pairwise)}) as person_id) as meant
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
  const rows = await sql<{ record: PublishedRecord }[]>`
    select record from unnest(${[...personIds]}::uuid[]) with ordinality as asked (person_id, place),
      lateral (select gateway.read_person(asked.person_id) as record) as found
    where record is not null order by place`;
  return rows.map((row) => row.record);
}
