import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";
import type { CellDecision, Decision, FieldDecision, FieldReason, Refusal } from "./decision.ts";

/** Why a recipient sees a field as it does. Nothing here differs between what is withheld and what is not held. */
export type FieldExplanation = {
  readonly form: ReleaseForm;
  readonly reason: FieldReason | "NOT_SHARED";
  readonly rule: string | null;
  readonly clause: string | null;
};

export type Explanation =
  | { readonly outcome: "permit"; readonly fields: Readonly<Record<FieldPath, FieldExplanation>> }
  | Pick<Refusal, "outcome" | "problem" | "candidates">;

const NOT_SHARED: FieldExplanation = { form: "withhold", reason: "NOT_SHARED", rule: null, clause: null };

/**
 * A decision as its recipient may read it. The full reasons stay with the originator's data protection officer,
 * since the difference between unknown, refused and not held is itself an answer.
 */
export function explainFor(decision: Decision): Explanation {
  if (decision.outcome === "refused") {
    return { outcome: "refused", problem: decision.problem, candidates: decision.candidates };
  }
  const fields = FIELD_PATHS.map((field) => [field, explainField(decision.fields[field])] as const);
  return { outcome: "permit", fields: Object.fromEntries(fields) as Record<FieldPath, FieldExplanation> };
}

function explainField(decision: FieldDecision | undefined): FieldExplanation {
  const cell = decision === undefined ? undefined : answering(decision);
  return cell === undefined || cell.form === "withhold"
    ? NOT_SHARED
    : { form: cell.form, reason: cell.reason, rule: cell.rule, clause: cell.clause };
}

function answering({ cells, chosen, form }: FieldDecision): CellDecision | undefined {
  return chosen === undefined ? cells.find((cell) => cell.form === form) : cells[chosen];
}
