import type { AppendEntry } from "../../ledger/append-entry.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { RagSuggestion } from "./suggest-rag.ts";

type Made = {
  readonly personId: string;
  readonly suggestionId: number;
  readonly suggestion: RagSuggestion;
  readonly agencyId: string;
  readonly now: Date;
};

/** Putting together what several agencies said is an operation of its own (DPA 2018 s.62). */
export async function noteCombination(tx: Transaction, made: Made, appendEntry: AppendEntry): Promise<void> {
  const { personId, suggestionId, suggestion, agencyId, now } = made;
  const cited = [...suggestion.ruleHits, ...suggestion.checks].flatMap(({ evidence }) => evidence);
  const inputs = cited.filter(({ eventId, originator }) => eventId !== null && originator !== agencyId);
  if (new Set(inputs.map(({ originator }) => originator)).size < 2) {
    return;
  }
  await appendEntry(tx, {
    kind: "combination",
    time: now,
    agency: agencyId,
    recipients: [],
    resource: "rag-suggestion",
    personId,
    fields: [...new Set(inputs.map(({ field }) => field))].sort(),
    detail: {
      suggestionId,
      engineVersion: suggestion.engineVersion,
      inputs: inputs.map(({ originator, eventId }) => ({ agencyId: originator, eventId })),
    },
  });
}
