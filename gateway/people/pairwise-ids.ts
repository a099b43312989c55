import type { Sql, Transaction } from "#services/platform/database/database.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id that is nobody's, inside the hub or outside. */
export const NOBODY = "00000000-0000-0000-0000-000000000000";

export function isId(text: string): boolean {
  return UUID.test(text);
}

/** What cannot be an id still costs one look-up, so that it is answered in the same time. */
export function idOrNobody(pairwise: string): string {
  return isId(pairwise) ? pairwise : NOBODY;
}

/**
 * The random id by which one agency knows a person: made on first need, stable, and useless to any other agency
 * (design/leaks L16).
 */
export async function pairwiseId(sql: Sql | Transaction, agencyId: string, personId: string): Promise<string> {
  const ids = await pairwiseIds(sql, agencyId, [personId]);
  const id = ids.get(personId);
  if (id === undefined) {
    throw new Error("a pairwise id was not stored");
  }
  return id;
}

/** The same for many people at once, by internal id. */
export async function pairwiseIds(
  sql: Sql | Transaction,
  agencyId: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = await readPairwiseIds(sql, agencyId, personIds);
  const missing = personIds.filter((personId) => !known.has(personId));
  if (missing.length === 0) {
    return known;
  }
  await sql`
    insert into gateway.pairwise_id (agency_id, person_id)
    select ${agencyId}, person_id from unnest(${missing}::uuid[]) as person_id
    on conflict do nothing`;
  return readPairwiseIds(sql, agencyId, personIds);
}

/** Whom an agency means; null for an id that is not one of its own, or no id at all. */
export async function internalId(sql: Sql | Transaction, agencyId: string, pairwise: string): Promise<string | null> {
  const [row] = await sql<{ person_id: string }[]>`
    select person_id from gateway.pairwise_id where agency_id = ${agencyId} and pairwise_id = ${idOrNobody(pairwise)}`;
  return row?.person_id ?? null;
}

async function readPairwiseIds(
  sql: Sql | Transaction,
  agencyId: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ person_id: string; pairwise_id: string }[]>`
    select person_id, pairwise_id from gateway.pairwise_id
    where agency_id = ${agencyId} and person_id = any(${[...personIds]}::uuid[])`;
  return new Map(rows.map((row) => [row.person_id, row.pairwise_id]));
}
