import type { RagColour } from "#schemas/rag-settings.ts";
import type { RecordChange } from "../record/record-change.ts";
import type { RecordState } from "../record/record-state.ts";
import { recordEvidence } from "./record-evidence.ts";
import type { Cited } from "./rules/rule-hit.ts";
import type { RagSuggestion } from "./suggest-rag.ts";

/** How a reason of an assessment is told from one that waits for an answer. */
const ASSESSED = "assessed:";

/** What an assessment says in the record: the colour, when, why, and what it rests on, each reason with its evidence. */
export function assessedChanges(
  { personId }: Pick<RecordState, "personId">,
  { colour, reason }: { readonly colour: RagColour; readonly reason: string | null },
  suggestion: RagSuggestion | null,
  now: Date,
): readonly RecordChange[] {
  const asOf = now.toISOString();
  const reasons = suggestion === null ? [] : reasonsFor(colour, suggestion);
  return [
    { kind: "set", field: "iom.ragStatus", value: colour, asOf },
    { kind: "set", field: "iom.ragSetAt", value: asOf, asOf },
    reason === null
      ? { kind: "clear", field: "iom.ragOverrideNote", asOf }
      : { kind: "set", field: "iom.ragOverrideNote", value: reason, asOf },
    { kind: "clear", field: "iom.ragReasons", asOf },
    ...reasons.map(
      ({ ruleId, text, evidence }, at): RecordChange => ({
        kind: "put-item",
        field: "iom.ragReasons",
        itemKey: `${ASSESSED}${at}`,
        value: { ruleId, text },
        asOf,
        evidence: recordEvidence(personId, evidence),
      }),
    ),
  ];
}

type Reason = { readonly ruleId: string; readonly text: string; readonly evidence: readonly Cited[] };

/** Reasons that bear the colour out. What spoke for a worse one is answered in the note. */
function reasonsFor(colour: RagColour, { ruleHits, checks }: RagSuggestion): readonly Reason[] {
  if (colour === "green") {
    return checks
      .filter(({ answer }) => answer === "met")
      .map(({ checkId, text, evidence }) => ({ ruleId: checkId, text, evidence }));
  }
  return ruleHits.filter(({ suggests }) => colour === "red" || suggests === "amber");
}
