import type { Fact } from "#schemas/vocabulary.ts";
import type { Circumstance } from "../circumstances.ts";
import { UNKNOWN } from "../condition.ts";
import { factInWords } from "./policy-words.ts";

/** `, where IOM registration is fixed, flex or free`; empty when it is so in every circumstance. */
export function circumstancesInWords(circumstances: readonly Circumstance[]): string {
  const told = circumstances.map(circumstanceInWords);
  return told.includes("") ? "" : `, where ${told.join("; or where ")}`;
}

/** Where a fact holds an `or` of its own, each fact has its own `where`, so that it is plain what goes with what. */
function circumstanceInWords(circumstance: Circumstance): string {
  const named = Object.entries(circumstance) as [Fact, readonly string[]][];
  const isPlain = named.every(([, values]) => values.length === 1 || !values.includes(UNKNOWN));
  return named.map(([fact, values]) => factInWords(fact, values)).join(isPlain ? " and " : ", and where ");
}
