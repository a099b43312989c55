import { CELL_FACTS, type CellFact, FACT_VALUES, type Fact } from "#schemas/vocabulary.ts";
import type { Condition } from "./agreement-document.ts";

export type Truth = "true" | "false" | "unknown";

/** What is known for one decision. A fact that is absent or `unknown` is not known. */
export type KnownFacts = Readonly<Partial<Record<Fact, string>>>;

export const UNKNOWN = "unknown";

/** Strong Kleene logic (design/agreements 4.5), so that losing a fact can never raise what is shared. */
export function truthOf(condition: Condition | undefined, facts: KnownFacts): Truth {
  if (condition === undefined) {
    return "true";
  }
  if ("fact" in condition) {
    return truthOfFact(condition.is, facts[condition.fact]);
  }
  if ("not" in condition) {
    return swap(truthOf(condition.not, facts));
  }
  return "all" in condition
    ? combine(condition.all, facts, "false", "true")
    : combine(condition.any, facts, "true", "false");
}

function truthOfFact(accepted: readonly string[], value: string | undefined): Truth {
  if (value === undefined || value === UNKNOWN) {
    return "unknown";
  }
  return accepted.includes(value) ? "true" : "false";
}

function swap(truth: Truth): Truth {
  if (truth === "unknown") {
    return truth;
  }
  return truth === "true" ? "false" : "true";
}

/** `decisive` settles the whole at once: a false member of `all`, a true member of `any`. */
function combine(members: readonly Condition[], facts: KnownFacts, decisive: Truth, otherwise: Truth): Truth {
  let anyUnknown = false;
  for (const member of members) {
    const truth = truthOf(member, facts);
    if (truth === decisive) {
      return decisive;
    }
    anyUnknown ||= truth === "unknown";
  }
  return anyUnknown ? "unknown" : otherwise;
}

/** The facts a condition tests, each once. */
export function factsOf(condition: Condition | undefined): readonly Fact[] {
  return [...new Set(mentions(condition))];
}

function mentions(condition: Condition | undefined): readonly Fact[] {
  if (condition === undefined) {
    return [];
  }
  if ("fact" in condition) {
    return [condition.fact];
  }
  if ("not" in condition) {
    return mentions(condition.not);
  }
  return ("all" in condition ? condition.all : condition.any).flatMap(mentions);
}

const CELL: ReadonlySet<string> = new Set(CELL_FACTS);

export function isCellFact(fact: Fact): fact is CellFact {
  return CELL.has(fact);
}

/** Every combination of values of these facts, `unknown` included. */
export function* everyTuple(facts: readonly Fact[]): Generator<KnownFacts> {
  const [first, ...rest] = facts;
  if (first === undefined) {
    yield {};
    return;
  }
  for (const others of everyTuple(rest)) {
    for (const value of [...FACT_VALUES[first], UNKNOWN]) {
      yield { ...others, [first]: value };
    }
  }
}

/** True when the fact has that value in every combination of facts in which the condition holds. */
export function implies(condition: Condition | undefined, fact: Fact, value: string): boolean {
  for (const facts of everyTuple([...new Set([...factsOf(condition), fact])])) {
    if (truthOf(condition, facts) === "true" && facts[fact] !== value) {
      return false;
    }
  }
  return true;
}
