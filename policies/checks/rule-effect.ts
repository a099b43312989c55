import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { type CellScope, type CellVerdict, decideCell } from "../decide-cell.ts";
import { factsTested, instantsOf, originatorsNamed, rulesFor } from "../difference/field-question.ts";
import { tupleAt, tupleCount } from "../fact-tuple.ts";
import { type FieldRules, type LoadedAgreement, partyOfScope, type Scope } from "../policy-set.ts";

/**
 * True when without the rule some decision would be another one: for some value, recipient, combination of facts and
 * time another form would leave, or the same form on another ground or other terms.
 */
export function hasEffect(agreement: LoadedAgreement, ruleId: string): boolean {
  for (const [key, { fields }] of agreement.scopes) {
    const party = partyOfScope(key);
    for (const [field, rules] of fields) {
      if (isNamed(rules, ruleId) && changesField(agreement, { party, field, rules }, ruleId)) {
        return true;
      }
    }
  }
  return false;
}

function isNamed({ permits, limits }: FieldRules, ruleId: string): boolean {
  return [...permits, ...limits].some(({ id }) => id === ruleId);
}

type Question = { readonly party: string; readonly field: FieldPath; readonly rules: FieldRules };

function changesField(agreement: LoadedAgreement, { party, field, rules }: Question, ruleId: string): boolean {
  const all = { permits: rules.permits, limits: rules.limits };
  const others = {
    permits: rules.permits.filter(({ id }) => id !== ruleId),
    limits: rules.limits.filter(({ id }) => id !== ruleId),
  };
  const withIt = { agreement, scope: scopeWith(field, all), party };
  const without = { agreement, scope: scopeWith(field, others), party };
  const instants = instantsOf([...rules.permits, ...rules.limits]);
  return originatorsNamed(rules.permits, party).some((originator) =>
    instants.some((nowMs) => {
      const applying = rulesFor(rules, originator, nowMs);
      return (
        isNamed(applying, ruleId) &&
        differs({ ...withIt, nowMs }, { ...without, nowMs }, { field, originator, rules: applying, ruleId })
      );
    }),
  );
}

function scopeWith(field: FieldPath, rules: FieldRules): Scope {
  return { fields: new Map([[field, rules]]), personFacts: [] };
}

type Cells = {
  readonly field: FieldPath;
  readonly originator: string;
  readonly rules: FieldRules;
  readonly ruleId: string;
};

function differs(withIt: CellScope, without: CellScope, { field, originator, rules, ruleId }: Cells): boolean {
  const facts = factsTested([...rules.permits, ...rules.limits]);
  const count = tupleCount(facts);
  for (let tuple = 0; tuple < count; tuple += 1) {
    const cell = { field, originator, facts: tupleAt(facts, tuple) };
    if (restsOn(decideCell(withIt, cell), ruleId) !== restsOn(decideCell(without, cell), ruleId)) {
      return true;
    }
  }
  return false;
}

/** What is shared of a cell and on what. A permit does nothing by being cut to nothing; the limit that cuts it does. */
function restsOn(verdict: CellVerdict, ruleId: string): string {
  const { form, rule, limitedBy, clause, gateways, sourceBasis, recipientBasis, onward } = verdict;
  if (form === "withhold") {
    return limitedBy === ruleId ? "withheld by it" : "withheld";
  }
  return [form, rule, limitedBy, clause, gateways.join(","), sourceBasis, recipientBasis, onward].join(" ");
}
