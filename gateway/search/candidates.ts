import { randomUUID } from "node:crypto";
import { CATALOGUE } from "#policies/catalogue.ts";
import type { QueryTerm } from "#policies/queries.ts";
import type { Transaction } from "#services/platform/database/database.ts";

/** People are compared so many at a time, and a search compares whole readings. */
export const PEOPLE_A_READING = 64;

/**
 * Whom a search compares, by the hub's own ids. An index on stored values may leave out people who cannot match, and only of
 * names; what is left is filled up with others to whole readings. So whether a value is stored of somebody whom the caller may not
 * see changes neither whom it finds nor how long that takes (design/agreements 4.11).
 */
export async function findCandidates(tx: Transaction, terms: readonly QueryTerm[]): Promise<readonly string[]> {
  const names = terms.filter(isName);
  const candidates = names.length === 0 ? await everybody(tx) : await bearers(tx, names);
  const whole = Math.max(1, Math.ceil(candidates.length / PEOPLE_A_READING)) * PEOPLE_A_READING;
  return [...candidates, ...(await others(tx, candidates, whole - candidates.length))];
}

async function everybody(tx: Transaction): Promise<readonly string[]> {
  const rows = await tx<{ person_id: string }[]>`select person_id from published.person`;
  return rows.map((row) => row.person_id);
}

async function bearers(tx: Transaction, names: readonly QueryTerm[]): Promise<readonly string[]> {
  const fields = names.map(({ field }) => field);
  const keys = names.map(({ wanted }) => looseKey(String(wanted)));
  const rows = await tx<{ person_id: string }[]>`
    select held.person_id
    from unnest(${fields}::text[], ${keys}::text[]) with ordinality as term (field, key, place)
    join published.searchable as held
      on held.field = term.field and left(held.loose_key, 200) = left(term.key, 200) and held.loose_key = term.key
        and jsonb_typeof(held.value) = 'string'
    group by held.person_id having count(distinct term.place) = ${names.length}`;
  return rows.map((row) => row.person_id);
}

/**
 * Others to compare, beginning with anybody. Were they always the same, a person of whom much is held could be the last of them, and
 * be left out for each hidden bearer of the name: a search would take the shorter for it, each time.
 */
async function others(tx: Transaction, candidates: readonly string[], count: number): Promise<readonly string[]> {
  const start = randomUUID();
  const rows = await tx<{ person_id: string }[]>`
    (select person_id from published.person
     where person_id >= ${start} and person_id <> all (${[...candidates]}::uuid[]) order by person_id limit ${count})
    union all
    (select person_id from published.person
     where person_id < ${start} and person_id <> all (${[...candidates]}::uuid[]) order by person_id limit ${count})
    limit ${count}`;
  return rows.map((row) => row.person_id);
}

/**
 * Few people bear one name, so that they fit one reading; of a value that many have, the number of readings would tell how many.
 * And only what is ever shown in full or not at all is stored as a caller could match on it.
 */
function isName({ field, leaf, wanted }: QueryTerm): boolean {
  const { ladder, list, sensitivity } = CATALOGUE[field];
  const isWhole = ladder.every((form) => form === "withhold" || form === "mask" || form === "full");
  return sensitivity === "id" && isWhole && !list && leaf.length === 0 && typeof wanted === "string";
}

/** Coarser than the comparison that decides: two texts equal there are equal here. */
function looseKey(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "");
}
