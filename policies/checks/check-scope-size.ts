import { FACT_VALUES, type PersonFact } from "#schemas/vocabulary.ts";
import type { Finding } from "../fault.ts";
import type { LoadedAgreement } from "../policy-set.ts";
import { inDocument } from "./finding.ts";

/** Combinations of person facts that one recipient, role and purpose may depend on. */
const SCOPE_TUPLES_MAX = 50_000;

/** Section 3, check 9: every decision there can be is enumerable, or the agreement cannot be checked at all. */
export function checkScopeSize(agreement: LoadedAgreement, tuplesMax = SCOPE_TUPLES_MAX): readonly Finding[] {
  return [...agreement.scopes].flatMap(([key, { personFacts }]) => {
    const tuples = tuplesOf(personFacts);
    const [party, role, purpose] = key.split(" ");
    const message = `What ${party} in role ${role} sees for ${purpose} depends on ${personFacts.join(", ")} at once: ${tuples} combinations, where ${tuplesMax} is the most.`;
    return tuples > tuplesMax ? [inDocument("scope-size", ["rules"], message)] : [];
  });
}

function tuplesOf(facts: readonly PersonFact[]): number {
  return facts.reduce((product, fact) => product * (FACT_VALUES[fact].length + 1), 1);
}
