import { CATALOGUE } from "#policies/catalogue.ts";
import type { QueryTerm } from "#policies/queries.ts";
import type { Transaction } from "#services/platform/database/database.ts";

export type Candidate = { readonly personId: string; readonly knownAs: string };

/** By which ids a searcher knows people, by the hub's own. */
export type NamePeople = (personIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/**
 * Whom a search could be about, in the order of the ids by which this agency knows them, which means nothing to anybody. An
 * index on stored values only leaves out people who cannot match; every candidate is projected and compared again.
 */
export async function findCandidates(
  tx: Transaction,
  name: NamePeople,
  terms: readonly QueryTerm[],
): Promise<readonly Candidate[]> {
  const exact = terms.filter(isExact);
  const fields = exact.map(({ field }) => field);
  const keys = exact.map(({ wanted }) => looseKey(String(wanted)));
  const rows = await tx<{ person_id: string }[]>`
    select person_id from published.person as person
    where not exists (
      select from unnest(${fields}::text[], ${keys}::text[]) as term (field, key)
      where not exists (
        select from published.searchable as held
        where held.person_id = person.person_id and held.field = term.field
          and regexp_replace(lower(normalize(held.value #>> '{}', NFKD)), '[^a-z0-9]', '', 'g') = term.key))`;
  const ids = await name(rows.map((row) => row.person_id));
  return [...ids]
    .map(([personId, known]) => ({ personId, knownAs: known }))
    .sort((a, b) => (a.knownAs < b.knownAs ? -1 : 1));
}

/** Only where a value is ever shown in full or not at all does a stored value say what a caller could match on. */
function isExact({ field, leaf, wanted }: QueryTerm): boolean {
  const isWhole = CATALOGUE[field].ladder.every((form) => form === "withhold" || form === "mask" || form === "full");
  return isWhole && !CATALOGUE[field].list && leaf.length === 0 && typeof wanted === "string";
}

/** Coarser than the comparison that decides: two texts equal there are equal here. */
function looseKey(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "");
}
