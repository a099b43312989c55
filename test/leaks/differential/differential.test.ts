import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "#policies/decide.ts";
import { bothReadings, type Engine } from "./compare.ts";
import { drawnCase } from "./drawn-case.ts";
import { MUTANTS } from "./mutants.ts";

/** Small in `npm test`; the load and fault runs ask for more. */
const RUNS = Number(process.env["LEAKS_RUNS"] ?? 10_000);
const SEED = 20_261_121;

function agree(engine: Engine) {
  return fc.property(drawnCase, (one) => {
    const readings = bothReadings(one, engine);
    expect(readings.engine).toEqual(readings.oracle);
  });
}

describe("the engine and the oracle", () => {
  test(`read ${RUNS} drawn agreements, records and requests alike`, () => {
    fc.assert(agree(decide), { numRuns: RUNS, seed: SEED });
  });

  test("are held against each other on answers, not only on refusals", () => {
    const outcomes = fc.sample(drawnCase, { numRuns: 2_000, seed: SEED }).map((one) => {
      const { oracle } = bothReadings(one, decide);
      return JSON.stringify(oracle);
    });
    const answered = outcomes.filter((outcome) => outcome.includes('"fields"'));

    expect(answered.length).toBeGreaterThan(500);
    const limits = ["LIMITED_BY_RULE", "LIMITED_BY_ORIGINATOR", "LIMITED_BY_EVIDENCE"];
    for (const reason of ["PERMITTED", ...limits, "FACT_UNKNOWN", "CONDITION_NOT_MET"]) {
      expect(answered.filter((outcome) => outcome.includes(reason)).length, reason).toBeGreaterThan(20);
    }
  });

  test.each(Object.entries(MUTANTS))("disagree about an engine that %s", (_, mutant) => {
    const outcome = fc.check(agree(mutant), { numRuns: 10_000, seed: SEED, endOnFailure: true });

    expect(outcome.failed).toBe(true);
  });
});
