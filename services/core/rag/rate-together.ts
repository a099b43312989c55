import type { AppendEntry } from "../../ledger/append-entry.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { isManaged, isOldEnough } from "./is-rated.ts";
import { noteCombination } from "./note-combination.ts";
import { pendingReasons, type ShownRecord } from "./pending-reasons.ts";
import type { RagSettings } from "./rag-settings.ts";
import { unanswered } from "./rate-person.ts";
import { readEvidence } from "./read-evidence.ts";
import { type RagSuggestion, reconsiderAt, suggestRag } from "./suggest-rag.ts";
import { answeredSuggestions, digestOf, latestDigests } from "./suggestion-store.ts";

export type TogetherRules = {
  readonly settings: RagSettings;
  readonly agencyId: string;
  readonly appendEntry: AppendEntry;
};

type Rated = {
  readonly personId: string;
  readonly suggestion: RagSuggestion;
  readonly next: Date;
  readonly upToTurn: number;
};

/**
 * Rates many people in one transaction, each under the lock of their record; gives those whose record has to say so as well, or who
 * are not rated any more, for each of whom a change of the record is the way. Whoever is being changed just now is left to that.
 */
export async function rateTogether(
  tx: Transaction,
  personIds: readonly string[],
  rules: TogetherRules,
  now: Date,
): Promise<readonly string[]> {
  const locked = await tx<{ person_id: string }[]>`
    select person_id from core.person where person_id = any(${[...personIds]}::uuid[]) order by person_id
    for update skip locked`;
  const ids = locked.map(({ person_id }) => person_id);
  const [stored, latest, answered, cells] = await Promise.all([
    readEvidence(tx, ids),
    latestDigests(tx, ids),
    answeredSuggestions(tx, ids),
    readCells(tx, ids),
  ]);
  const rated: Rated[] = [];
  const others = new Set(ids);
  for (const one of stored.filter((each) => isManaged(each) && isOldEnough(each, now))) {
    const { personId, evidence, upToTurn } = one;
    const suggestion = suggestRag(evidence, rules.settings, now);
    const state = { personId, cells: cells.get(personId) ?? [] };
    if (pendingReasons(state, unanswered(suggestion, answered.get(personId) ?? null), now).length === 0) {
      others.delete(personId);
      rated.push({ personId, suggestion, next: reconsiderAt(evidence, rules.settings, now), upToTurn });
    }
  }
  await keep(tx, rated, latest, rules, now);
  return [...others];
}

async function keep(
  tx: Transaction,
  rated: readonly Rated[],
  latest: ReadonlyMap<string, string>,
  { agencyId, appendEntry }: TogetherRules,
  now: Date,
): Promise<void> {
  const changed = rated.filter(({ personId, suggestion }) => latest.get(personId) !== digestOf(suggestion));
  const rows = changed.map(({ personId, suggestion: suggested, upToTurn }) => {
    const { colour, engineVersion, ...suggestion } = suggested;
    return { personId, colour, engineVersion, suggestion, digest: digestOf(suggested), upToTurn };
  });
  const made = await tx<{ person_id: string; suggestion_id: string }[]>`
    with made as (
      insert into core.rag_suggestion (person_id, at, colour, suggestion, engine_version, digest, up_to_turn)
      select r."personId", ${now}, r.colour, r.suggestion, r."engineVersion", r.digest, r."upToTurn"
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as r("personId" uuid, colour text, suggestion jsonb, "engineVersion" text, digest text, "upToTurn" bigint)
      returning person_id, suggestion_id),
    told as (
      insert into core.outbox (subject, body)
      select 'hub.rag.suggested', jsonb_build_object('personId', person_id, 'suggestionId', suggestion_id) from made)
    select person_id, suggestion_id from made`;
  const watched = rated.map(({ personId, next }) => ({ personId, next }));
  await tx`
    update core.rag_watch w set reconsider_at = r.next, rated = true
    from jsonb_to_recordset(${JSON.stringify(watched)}::text::jsonb) as r("personId" uuid, next timestamptz)
    where w.person_id = r."personId"`;
  const suggestions = new Map(changed.map(({ personId, suggestion }) => [personId, suggestion]));
  await Promise.all(
    made.flatMap(({ person_id: personId, suggestion_id }) => {
      const suggestion = suggestions.get(personId);
      const suggestionId = Number(suggestion_id);
      return suggestion === undefined
        ? []
        : [noteCombination(tx, { personId, suggestionId, suggestion, agencyId, now }, appendEntry)];
    }),
  );
}

type ShownCell = ShownRecord["cells"][number];

/** The colour and its reasons as the records show them. */
async function readCells(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, readonly ShownCell[]>> {
  const rows = await tx<{ person_id: string; cells: readonly ShownCell[] }[]>`
    select v.person_id, jsonb_agg(jsonb_build_object('kind', v.kind, 'field', v.field, 'itemKey', v.item_key,
      'value', v.value, 'evidence', v.evidence)) as cells
    from core.record_value v
    where v.person_id = any(${[...ids]}::uuid[]) and v.current and v.field in ('iom.ragStatus', 'iom.ragReasons')
    group by v.person_id`;
  return new Map(rows.map(({ person_id, cells }) => [person_id, cells]));
}
