import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import { idOrNobody, NOBODY } from "../people/pairwise-ids.ts";
import type { PseudonymScope } from "../pseudonyms/pseudonym-keys.ts";

/** What the core publishes of a person and what its originators hold back of it, by internal id; null when there is none. */
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
    select meant.person_id, subject.key, gateway.read_person(coalesce(
      (select known.person_id from published.person as known where known.person_id = meant.person_id),
      (select person_id from published.person where person_id >= ${id} order by person_id limit 1),
      (select person_id from published.person order by person_id limit 1))) as record
    from (select coalesce(
      (select person_id from gateway.pairwise_id where agency_id = ${agencyId} and pairwise_id = ${id}),
      (select person_id from gateway.person_pseudonym
       where agreement_id = ${agreementId} and recipient = ${agencyId} and purpose = ${purpose}
         and pseudonym = ${id})) as person_id) as meant
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
  const rows = await sql<{ record: PublishedRecord }[]>`
    select record from unnest(${[...personIds]}::uuid[]) with ordinality as asked (person_id, place),
      lateral (select gateway.read_person(asked.person_id) as record) as found
    where record is not null order by place`;
  return rows.map((row) => row.record);
}
