import jsonLogic, { type RulesLogic } from "json-logic-js";
import { CATALOGUE } from "#policies/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { FormOf } from "./form-of.ts";
import { type RuleInScope, rulesInScope } from "./rules-in-scope.ts";

/** The scenario in json-logic 2: one expression a field, indexed by field, whose value is a place on the field's ladder. */
export function byJsonLogic(): FormOf {
  const rules = rulesInScope();
  const expressions = new Map<FieldPath, RulesLogic>();
  for (const { field } of rules) {
    const ofField = rules.filter((rule) => rule.field === field);
    const top = CATALOGUE[field].ladder.length - 1;
    const permits = ofField.filter(({ kind }) => kind === "permit").map((rule) => place(rule, 0));
    const limits = ofField.filter(({ kind }) => kind === "limit").map((rule) => place(rule, top));
    expressions.set(field, { min: [{ max: [0, ...permits] }, top, ...limits] });
  }
  return (field, originator, facts) => {
    const expression = expressions.get(field);
    const rank = expression === undefined ? 0 : Number(jsonLogic.apply(expression, { ...facts, originator }));
    return CATALOGUE[field].ladder[rank] ?? "withhold";
  };
}

function place({ from, when, rank }: RuleInScope, otherwise: number): RulesLogic {
  const alternatives: RulesLogic[] = when.map((demands) => ({
    and: [true, ...Object.entries(demands).map(([fact, values]) => isOneOf(fact, values ?? []))],
  }));
  const given = from === null ? [] : [isOneOf("originator", from)];
  return { if: [{ and: [{ or: alternatives }, ...given] }, rank, otherwise] };
}

function isOneOf(name: string, values: readonly string[]): RulesLogic {
  return { in: [{ var: name }, [...values]] };
}
