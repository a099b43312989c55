import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact } from "#schemas/vocabulary.ts";
import { factsOf, isCellFact } from "../condition.ts";
import type { FieldRule, FieldRules, LoadedAgreement, Scope } from "../policy-set.ts";

/** What one version says to one party, in one role and for one purpose. */
export type QuestionSide = {
  readonly agreement: LoadedAgreement;
  readonly scope: Scope;
  readonly party: string;
};

const NO_RULES: FieldRules = { permits: [], limits: [] };

/** Null side: the version says nothing to this party. */
export function rulesOn(side: QuestionSide | null, field: FieldPath): FieldRules {
  return side?.scope.fields.get(field) ?? NO_RULES;
}

/** The rules that speak of what this originator gave, at this instant. */
export function rulesFor({ permits, limits }: FieldRules, originator: string, nowMs: number): FieldRules {
  const applies = ({ from, startsMs, endsMs }: FieldRule) =>
    startsMs <= nowMs && nowMs < endsMs && (from === null || from.has(originator));
  return { permits: permits.filter(applies), limits: limits.filter(applies) };
}

/** The facts that any of these rules tests: of the person, then of the cell, each in order of name. */
export function factsTested(rules: readonly FieldRule[]): readonly Fact[] {
  const facts = [...new Set(rules.flatMap((rule) => factsOf(rule.when)))].toSorted();
  return [...facts.filter((fact) => !isCellFact(fact)), ...facts.filter(isCellFact)];
}

/** Everybody but the recipient whose values a permit could release; nobody else's can leave at all. */
export function originatorsNamed(permits: readonly FieldRule[], party: string): readonly string[] {
  const named = permits.flatMap(({ from }) => [...(from ?? [])]);
  return [...new Set(named)].filter((originator) => originator !== party).toSorted();
}

/** The beginning of each stretch of time in which these rules give the same; the first has none. */
export function instantsOf(rules: readonly FieldRule[]): readonly number[] {
  const boundaries = rules.flatMap(({ startsMs, endsMs }) => [startsMs, endsMs]).filter(Number.isFinite);
  return [Number.NEGATIVE_INFINITY, ...[...new Set(boundaries)].toSorted((one, other) => one - other)];
}
