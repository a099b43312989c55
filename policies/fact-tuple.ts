import { FACT_VALUES, type Fact } from "#schemas/vocabulary.ts";
import { type KnownFacts, UNKNOWN } from "./condition.ts";

/**
 * Every combination of values of some facts has a number, so that a decision made once for each of them is found
 * again by arithmetic. The last fact turns fastest; of each fact the values come in the order of their closed list,
 * then `unknown`.
 */

/** How many combinations there are; one where there are no facts. */
export function tupleCount(facts: readonly Fact[]): number {
  return facts.reduce((count, fact) => count * RADIX[fact], 1);
}

/** The number of one combination. A fact that is absent or off its list is not known. */
export function tupleIndex(facts: readonly Fact[], known: KnownFacts): number {
  let index = 0;
  for (const fact of facts) {
    index = index * RADIX[fact] + digitOf(fact, known[fact]);
  }
  return index;
}

/** The combination of a number, every fact named. */
export function tupleAt(facts: readonly Fact[], index: number): KnownFacts {
  const known: Partial<Record<Fact, string>> = {};
  let rest = index;
  for (const fact of facts.toReversed()) {
    known[fact] = FACT_VALUES[fact][rest % RADIX[fact]] ?? UNKNOWN;
    rest = Math.floor(rest / RADIX[fact]);
  }
  return known;
}

function digitOf(fact: Fact, value: string | undefined): number {
  return (value === undefined ? undefined : DIGITS[fact].get(value)) ?? RADIX[fact] - 1;
}

const FACTS = Object.keys(FACT_VALUES) as readonly Fact[];

/** `unknown` has the last digit. */
const RADIX = Object.fromEntries(FACTS.map((fact) => [fact, FACT_VALUES[fact].length + 1])) as Record<Fact, number>;

const DIGITS = Object.fromEntries(FACTS.map((fact) => [fact, digitsOf(FACT_VALUES[fact])])) as Record<
  Fact,
  ReadonlyMap<string, number>
>;

function digitsOf(values: readonly string[]): ReadonlyMap<string, number> {
  return new Map(values.map((value, digit) => [value, digit]));
}
