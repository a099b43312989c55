import { createHash } from "node:crypto";
import type { Sql, Transaction } from "../../platform/database/database.ts";
import type { RagSuggestion } from "./suggest-rag.ts";

export type StoredSuggestion = RagSuggestion & { readonly suggestionId: number; readonly digest: string };

type SuggestionRow = {
  readonly suggestion_id: string;
  readonly colour: RagSuggestion["colour"];
  readonly suggestion: Pick<RagSuggestion, "ruleHits" | "checks" | "unknowns">;
  readonly engine_version: string;
  readonly digest: string;
};

/** The newest suggestion, and the one that stood beside the newest assessment. */
export type Suggested = { readonly latest: StoredSuggestion | null; readonly answered: StoredSuggestion | null };

export async function readSuggested(tx: Transaction, personId: string): Promise<Suggested> {
  const [[latest], [answered]] = await Promise.all([
    tx<SuggestionRow[]>`
      select suggestion_id, colour, suggestion, engine_version, digest from core.rag_suggestion
      where person_id = ${personId} order by suggestion_id desc limit 1`,
    tx<SuggestionRow[]>`
      select s.suggestion_id, s.colour, s.suggestion, s.engine_version, s.digest
      from (select suggestion_id from core.rag_assessment where person_id = ${personId} order by turn desc limit 1) as a
      join core.rag_suggestion s using (suggestion_id)`,
  ]);
  return {
    latest: latest === undefined ? null : stored(latest),
    answered: answered === undefined ? null : stored(answered),
  };
}

/** The same for two suggestions exactly when they are the same, reasons and all. */
export function digestOf({ colour, ruleHits, checks, unknowns, engineVersion }: RagSuggestion): string {
  const text = JSON.stringify([colour, ruleHits, checks, unknowns, engineVersion]);
  return createHash("sha256").update(text).digest("base64url");
}

/** Digests of the newest suggestions of many people, without those who have none. */
export async function latestDigests(
  sql: Sql | Transaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ person_id: string; digest: string }[]>`
    select p.person_id, s.digest from unnest(${[...personIds]}::uuid[]) as p(person_id)
    cross join lateral (select digest from core.rag_suggestion s
      where s.person_id = p.person_id order by suggestion_id desc limit 1) as s`;
  return new Map(rows.map(({ person_id, digest }) => [person_id, digest]));
}

/** What stood beside the newest assessment of each. */
export async function answeredSuggestions(
  tx: Transaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, StoredSuggestion>> {
  const rows = await tx<(SuggestionRow & { readonly person_id: string })[]>`
    select p.person_id, s.suggestion_id, s.colour, s.suggestion, s.engine_version, s.digest
    from unnest(${[...personIds]}::uuid[]) as p(person_id)
    cross join lateral (select suggestion_id from core.rag_assessment a
      where a.person_id = p.person_id order by turn desc limit 1) as a
    join core.rag_suggestion s using (suggestion_id)`;
  return new Map(rows.map((row) => [row.person_id, stored(row)]));
}

function stored({ suggestion_id, colour, suggestion, engine_version, digest }: SuggestionRow): StoredSuggestion {
  return { suggestionId: Number(suggestion_id), colour, ...suggestion, engineVersion: engine_version, digest };
}

export async function appendSuggestion(
  tx: Transaction,
  personId: string,
  suggested: RagSuggestion,
  { at, upToTurn }: { readonly at: Date; readonly upToTurn: number },
): Promise<number> {
  const { colour, engineVersion, ...suggestion } = suggested;
  const [row] = await tx<{ suggestion_id: string }[]>`
    insert into core.rag_suggestion (person_id, at, colour, suggestion, engine_version, digest, up_to_turn)
    values (${personId}, ${at}, ${colour}, ${JSON.stringify(suggestion)}::text::jsonb, ${engineVersion},
      ${digestOf(suggested)}, ${upToTurn})
    returning suggestion_id`;
  return Number(row?.suggestion_id);
}

/** Keeps when a person has to be looked at again, and whether they are rated. */
export async function watch(tx: Transaction, personId: string, reconsiderAt: Date, rated: boolean): Promise<void> {
  await tx`
    insert into core.rag_watch (person_id, reconsider_at, rated) values (${personId}, ${reconsiderAt}, ${rated})
    on conflict (person_id) do update set reconsider_at = excluded.reconsider_at, rated = excluded.rated`;
}

export async function unwatch(tx: Transaction, personId: string): Promise<void> {
  await tx`delete from core.rag_watch where person_id = ${personId}`;
}
