import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";

const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * What the core publishes of a person, by internal id; null when there is none. Asking for nobody costs the same look-up,
 * so that an unknown person is answered in the time of a known one.
 */
export async function readRecord(sql: Sql | Transaction, personId: string | null): Promise<PublishedRecord | null> {
  const [row] = await sql<{ record: PublishedRecord | null }[]>`
    select published.read_person(${personId ?? NOBODY}::uuid) as record`;
  return row?.record ?? null;
}

/** The same for many people, in the order asked; those who are not there are left out. */
export async function readRecords(
  sql: Sql | Transaction,
  personIds: readonly string[],
): Promise<readonly PublishedRecord[]> {
  const rows = await sql<{ record: PublishedRecord }[]>`
    select record from unnest(${[...personIds]}::uuid[]) with ordinality as asked (person_id, place),
      lateral (select published.read_person(asked.person_id) as record) as found
    where record is not null order by place`;
  return rows.map((row) => row.record);
}
