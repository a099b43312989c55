import { type Cells, memberAt } from "../rows/cells.ts";
import { malformedRecord } from "../rows/row-problems.ts";

export type ConditionCategory = "residence" | "exclusion" | "treatment" | "testing" | "other";

/**
 * Probation's wording of a category to the closed one that decides who may see the condition. In order: the first that
 * fits counts. What fits none is `other`, which housing and drug services never see.
 */
const CATEGORY_WORDS: readonly (readonly [RegExp, ConditionCategory])[] = [
  [/drug test|alcohol test|testing/i, "testing"],
  [/treatment|drug|alcohol|substance|rehabilitation/i, "treatment"],
  [/exclusion|not to enter|no contact zone/i, "exclusion"],
  [/residence|residing|reside|curfew address/i, "residence"],
];

export type LicenceCondition = {
  readonly code?: string;
  readonly category: ConditionCategory;
  readonly text: string;
};

/** The conditions of a licence; one without its text is reported. */
export function licenceConditions(cells: Cells, sent: unknown): readonly LicenceCondition[] {
  if (!Array.isArray(sent)) {
    cells.report(malformedRecord("conditions is not a list"));
    return [];
  }
  return sent.flatMap((condition: unknown) => {
    const text = memberAt(condition, "text");
    const code = memberAt(condition, "code");
    if (typeof text !== "string" || text.trim() === "") {
      cells.report(malformedRecord("a condition has no text"));
      return [];
    }
    const category = conditionCategory(memberAt(condition, "category"));
    return [{ ...(typeof code === "string" ? { code } : {}), category, text: text.trim() }];
  });
}

/** Judged by the category alone: the text of a condition mentions much in passing. */
function conditionCategory(sent: unknown): ConditionCategory {
  const words = typeof sent === "string" ? sent : "";
  return CATEGORY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? "other";
}
