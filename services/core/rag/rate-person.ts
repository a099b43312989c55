import type { Scheme } from "#schemas/scheme.ts";
import type { AppendEntry } from "../../ledger/append-entry.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { deriveFacts } from "../facts/derive-facts.ts";
import type { RecordChange } from "../record/record-change.ts";
import type { RecordState } from "../record/record-state.ts";
import type { Pointer } from "../updates/announce.ts";
import { isManaged, isOldEnough } from "./is-rated.ts";
import { noteCombination } from "./note-combination.ts";
import { pendingReasons } from "./pending-reasons.ts";
import { type RagSettings, teamOf } from "./rag-settings.ts";
import { readEvidence } from "./read-evidence.ts";
import type { RuleHit } from "./rules/rule-hit.ts";
import { type RagSuggestion, reconsiderAt, suggestRag } from "./suggest-rag.ts";
import { appendSuggestion, digestOf, readSuggested, unwatch, watch } from "./suggestion-store.ts";

export type RatingRules = {
  readonly scheme: Scheme;
  readonly settings: RagSettings;
  readonly appendEntry: AppendEntry;
};

/** What a rating adds to the change of a record that brought it about. */
export type RatingChanges = {
  /** Said by the hub, in the name of the team's agency. */
  readonly agencyId: string;
  readonly changes: readonly RecordChange[];
  readonly pointers: readonly Pointer[];
};

export type RatePerson = (tx: Transaction, state: RecordState, now: Date) => Promise<RatingChanges | null>;

/**
 * Rates the person whose record is locked, in the transaction that changed it. A suggestion is kept only when it differs from
 * the one before; it never changes the colour, which is a person's to decide.
 */
export function ratePersonBy({ scheme, settings, appendEntry }: RatingRules): RatePerson {
  const agencyId = teamOf(settings);
  if (agencyId === null) {
    return async () => null;
  }
  return async (tx, state, now) => {
    const { personId } = state;
    const [stored] = await readEvidence(tx, [personId]);
    if (stored === undefined || !isManaged(stored)) {
      await unwatch(tx, personId);
      return { agencyId, changes: pendingReasons(state, [], now), pointers: [] };
    }
    // The published document is older than what is being changed.
    const facts = deriveFacts(state, scheme);
    const rated = isOldEnough(
      {
        ageGroup: facts["age-group"]?.steps ?? null,
        transitionStage: facts["transition-stage"]?.steps ?? null,
      },
      now,
    );
    await watch(tx, personId, reconsiderAt(stored.evidence, settings, now), rated);
    if (!rated) {
      return null;
    }
    const suggested = await readSuggested(tx, personId);
    const suggestion = suggestRag(stored.evidence, settings, now);
    const changes = pendingReasons(state, unanswered(suggestion, suggested.answered), now);
    if (suggested.latest?.digest === digestOf(suggestion)) {
      return { agencyId, changes, pointers: [] };
    }
    const suggestionId = await appendSuggestion(tx, personId, suggestion, { at: now, upToTurn: stored.upToTurn });
    await noteCombination(tx, { personId, suggestionId, suggestion, agencyId, now }, appendEntry);
    return { agencyId, changes, pointers: [{ subject: "hub.rag.suggested", body: { personId, suggestionId } }] };
  };
}

/** Reasons for red that nobody has answered: those that did not stand beside the newest assessment. */
export function unanswered({ ruleHits }: RagSuggestion, answered: RagSuggestion | null): readonly RuleHit[] {
  const known = new Set((answered?.ruleHits ?? []).map(keyOf));
  return ruleHits.filter((hit) => hit.suggests === "red" && !known.has(keyOf(hit)));
}

function keyOf({ ruleId, evidence }: RuleHit): string {
  return JSON.stringify([ruleId, evidence.map(({ field, originator, eventId }) => [field, originator, eventId])]);
}
