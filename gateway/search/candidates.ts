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
  const fields = names.map(({ field }) => field);
  const keys = names.map(({ wanted }) => looseKey(String(wanted)));
  const rows = await tx<{ person_id: string }[]>`
    with candidate as (
      select person_id from published.person as person
      where not exists (
        select from unnest(${fields}::text[], ${keys}::text[]) as term (field, key)
        where not exists (
          select from published.searchable as held
          where held.person_id = person.person_id and held.field = term.field
            and regexp_replace(lower(normalize(held.value #>> '{}', NFKD)), '[^a-z0-9]', '', 'g') = term.key)))
    select person_id from candidate
    union all (
      select person_id from published.person where person_id not in (select person_id from candidate)
      order by person_id
      limit (select greatest(1, ceil(count(*)::numeric / ${PEOPLE_A_READING})) * ${PEOPLE_A_READING} - count(*) from candidate))`;
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
