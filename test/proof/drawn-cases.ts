import fc from "fast-check";
import type { Case } from "../leaks/differential/compare.ts";
import { drawnCase } from "../leaks/differential/drawn-case.ts";

const SEED = 20_261_121;

/** How hard to try: 1 is what `npm test` does, a mutant gets a part of it, a load run more. */
const EFFORT = Number(process.env["PROOF_EFFORT"] ?? 1);

/** A number of tries, as far as this run makes an effort. */
function tries(usual: number): number {
  return Math.ceil(usual * EFFORT);
}

/** Settings of a property, always from one seed: a failure is the same failure tomorrow. */
export function runs(usual: number): fc.Parameters<unknown> {
  return { numRuns: tries(usual), seed: SEED };
}

let drawn: readonly Case[] = [];

/** Agreements, requests and records that have something to say to each other; drawn once for all engines, since drawing costs most. */
export function drawnCases(usual: number): readonly Case[] {
  const wanted = tries(usual);
  if (drawn.length < wanted) {
    drawn = fc.sample(drawnCase, { numRuns: wanted, seed: SEED });
  }
  return drawn.slice(0, wanted);
}

/** Runs a check on every case; what fails names the case's place in the drawing. */
export function eachCase<C>(cases: readonly C[], check: (one: C) => void): void {
  for (const [at, one] of cases.entries()) {
    try {
      check(one);
    } catch (cause) {
      throw new Error(`case ${at}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }
}
