import type { CompiledAgreement, CompiledField, CompiledScope } from "#policies/compile-agreement.ts";
import { isCellFact } from "#policies/condition.ts";
import { tupleCount } from "#policies/fact-tuple.ts";

/** How much an agreement decides, and what: a change of any of these is a change of what is shared. */
export type DecisionTotals = {
  readonly scopes: number;
  /** Combinations of facts of a person, over all scopes. */
  readonly tuples: number;
  /** Every scope, combination of facts, field and giver there can be. */
  readonly decisions: number;
  readonly byForm: Readonly<Record<string, number>>;
  /** By recipient, decisions in each form above `withhold`. */
  readonly byParty: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

/** Counts every decision that a compiled agreement holds. */
export function countDecisions({ scopes }: CompiledAgreement): DecisionTotals {
  const byForm: Record<string, number> = {};
  const byParty: Record<string, Record<string, number>> = {};
  let tuples = 0;
  let decisions = 0;
  for (const scope of scopes.values()) {
    tuples += tupleCount(scope.personFacts);
    const ofParty = byParty[scope.party] ?? {};
    byParty[scope.party] = ofParty;
    for (const field of scope.fields.values()) {
      const weight = weightOf(scope, field);
      for (const { form } of field.verdicts) {
        decisions += weight;
        byForm[form] = (byForm[form] ?? 0) + weight;
        if (form !== "withhold") {
          ofParty[form] = (ofParty[form] ?? 0) + weight;
        }
      }
    }
  }
  return { scopes: scopes.size, tuples, decisions, byForm: sorted(byForm), byParty: sortedEach(byParty) };
}

/** A field is decided once for all combinations of the facts that its rules do not test. */
function weightOf({ personFacts }: CompiledScope, { facts }: CompiledField): number {
  return tupleCount(personFacts) / tupleCount(facts.filter((fact) => !isCellFact(fact)));
}

function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function sortedEach(record: Readonly<Record<string, Readonly<Record<string, number>>>>): DecisionTotals["byParty"] {
  return sorted(Object.fromEntries(Object.entries(record).map(([key, counts]) => [key, sorted(counts)])));
}
