import { FACT_VALUES, type Fact } from "#schemas/vocabulary.ts";
import type { Agreement, Condition, Rule } from "../agreement-document.ts";
import { CATALOGUE, isField } from "../catalogue.ts";
import { isCellFact } from "../condition.ts";
import type { DocumentPath, Finding } from "../fault.ts";
import { eachRule, inRule } from "./finding.ts";

type Test = { readonly fact: string; readonly values: readonly string[]; readonly path: DocumentPath };

/** Section 3, checks 1 and 7: conditions test known facts for known values, and a cell fact only where all fields have it. */
export function checkConditionFacts(agreement: Agreement): readonly Finding[] {
  return eachRule(agreement.rules, (rule, at) =>
    testsIn(rule.when, ["when"]).flatMap((test) => checkTest(rule, at, test)),
  );
}

function checkTest(rule: Rule, at: number, { fact, values, path }: Test): readonly Finding[] {
  if (!isFact(fact)) {
    return [inRule("names", rule, at, [...path, "fact"], `there is no fact ${fact}.`)];
  }
  const known: readonly string[] = FACT_VALUES[fact];
  const offList = values.flatMap((value, place) =>
    known.includes(value)
      ? []
      : [
          inRule(
            "names",
            rule,
            at,
            [...path, "is", place],
            `${fact} is never ${value}; it is one of ${known.join(", ")}.`,
          ),
        ],
  );
  return [...offList, ...checkReach(rule, at, fact, path)];
}

function checkReach(rule: Rule, at: number, fact: Fact, path: DocumentPath): readonly Finding[] {
  if (!isCellFact(fact)) {
    return [];
  }
  const without = fieldsOf(rule).filter((field) => isField(field) && !CATALOGUE[field].cellFacts.includes(fact));
  const message = `${fact} says nothing about ${without.join(", ")}; put those fields in a rule of their own.`;
  return without.length === 0 ? [] : [inRule("condition-facts", rule, at, [...path, "fact"], message)];
}

function fieldsOf(rule: Rule): readonly string[] {
  return rule.grants.flatMap((grant) => grant.fields);
}

function testsIn(condition: Condition | undefined, path: DocumentPath): readonly Test[] {
  if (condition === undefined) {
    return [];
  }
  if ("fact" in condition) {
    return [{ fact: condition.fact, values: condition.is, path }];
  }
  if ("not" in condition) {
    return testsIn(condition.not, [...path, "not"]);
  }
  return "all" in condition
    ? condition.all.flatMap((member, place) => testsIn(member, [...path, "all", place]))
    : condition.any.flatMap((member, place) => testsIn(member, [...path, "any", place]));
}

/** True of facts on the closed list. */
export function isFact(name: string): name is Fact {
  return Object.hasOwn(FACT_VALUES, name);
}
