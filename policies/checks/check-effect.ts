import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { PermitRule } from "../agreement-document.ts";
import { everyTuple, factsOf } from "../condition.ts";
import { type CellScope, decideCell } from "../decide-cell.ts";
import type { Finding } from "../fault.ts";
import { type FieldRules, type LoadedAgreement, partyOfScope, type Scope } from "../policy-set.ts";
import { inRule } from "./finding.ts";

/**
 * Section 3, check 8: a permit that changes no decision promises what others give already, or what a limit always takes.
 * A limit that changes none is a standing guard, and stays.
 */
export function checkEffect(agreement: LoadedAgreement): readonly Finding[] {
  return agreement.document.rules.flatMap((rule, at) =>
    rule.kind === "permit" && !hasEffect(agreement, rule) ? [inRule("effect", rule, at, [], WITHOUT)] : [],
  );
}

const WITHOUT = "it changes nothing: other rules give all of it already, or a limit always takes it away.";

function hasEffect(agreement: LoadedAgreement, rule: PermitRule): boolean {
  return [...agreement.scopes].some(([key, scope]) =>
    [...scope.fields].some(([field, rules]) =>
      changesField({ agreement, scope, party: partyOfScope(key) }, rule, field, rules),
    ),
  );
}

type Within = Omit<CellScope, "nowMs">;

/** Whether, when the rule begins, some giver and some facts get another form or term with it than without. */
function changesField(within: Within, rule: PermitRule, field: FieldPath, rules: FieldRules): boolean {
  const mine = rules.permits.find(({ id }) => id === rule.id);
  if (mine === undefined) {
    return false;
  }
  const others = { ...rules, permits: rules.permits.filter((permit) => permit !== mine) };
  const nowMs = mine.startsMs;
  const withRule = { ...within, nowMs };
  const withoutRule = { ...withRule, scope: only(within.scope, field, others) };
  const facts = [...new Set([...rules.permits, ...rules.limits].flatMap(({ when }) => factsOf(when)))];
  return rule.from.some((originator) => {
    for (const known of originator === within.party ? [] : everyTuple(facts)) {
      const cell = { field, originator, facts: known };
      const [given, otherwise] = [decideCell(withRule, cell), decideCell(withoutRule, cell)];
      if (given.form !== otherwise.form || given.onward !== otherwise.onward) {
        return true;
      }
    }
    return false;
  });
}

function only(scope: Scope, field: FieldPath, rules: FieldRules): Scope {
  return { ...scope, fields: new Map([[field, rules]]) };
}
