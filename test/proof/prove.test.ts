import { beforeAll, describe, expect, test } from "vitest";
import { CHECKS } from "./checks/all-checks.ts";
import { cheapestKillers, type KillTable, readKillTable, writeKillTable } from "./mutation/kill-table.ts";
import { OPERATORS, operatorsAstray } from "./mutation/mutated-engine.ts";
import type { Proved } from "./prove.ts";
import { runProve } from "./run-prove.ts";

/** In `npm test`; `CEDAR_RUNS=30000` is what a change of the engine asks for, in about fifteen seconds of processor time. */
const CEDAR_RUNS = Number(process.env["CEDAR_RUNS"] ?? 4_000);

/** Tries every check on every mutant and writes the table; half an hour of a quiet machine. */
const RENEWAL = "PROOF_RENEW=kills npx vitest run --project journeys test/proof/prove.test.ts";
const IS_RENEWED = process.env["PROOF_RENEW"] === "kills";

/** Of what the checks do on the sound engine: a fault that only thousands of cases find wants a case of its own. */
const EFFORT_ON_MUTANTS = 0.15;
const RENEWING_MAX_MS = 7_200_000;
const PROVING_MAX_MS = 300_000;

let table: KillTable = {};
let proved: Proved;

beforeAll(
  async () => {
    const everything = Object.fromEntries(OPERATORS.map(({ name }) => [name, "all" as const]));
    table = await readKillTable();
    const mutants = IS_RENEWED ? everything : cheapestKillers(table, OPERATORS);
    proved = await runProve({ cedarDecisions: CEDAR_RUNS, mutants }, EFFORT_ON_MUTANTS);
    if (IS_RENEWED) {
      table = proved.kills;
      await writeKillTable(table);
    }
  },
  IS_RENEWED ? RENEWING_MAX_MS : PROVING_MAX_MS,
);

describe("Cedar", () => {
  test(`allows what the engine does, form by form, in ${CEDAR_RUNS} drawn decisions`, () => {
    const { decisions, questions, released } = proved.cedar;
    expect(proved.unmutated).toEqual([]);
    expect(decisions).toBeGreaterThanOrEqual(CEDAR_RUNS);
    expect(questions).toBeGreaterThan(2 * decisions);
    expect(released).toBeGreaterThan(decisions / 10);
  });

  test("tells many a faulty engine from the sound one", () => {
    expect(killedBy("cedar").length).toBeGreaterThan(25);
  });
});

describe("of the faults that are put into the engine", () => {
  test("every one still finds its place, once", () => {
    expect(operatorsAstray()).toEqual([]);
    expect(new Set(OPERATORS.map(({ name }) => name)).size).toBe(OPERATORS.length);
    expect(Object.keys(table).toSorted(), `renew with ${RENEWAL}`).toEqual(
      OPERATORS.map(({ name }) => name).toSorted(),
    );
  });

  test.each(OPERATORS)("one that $name does not survive", ({ name }) => {
    expect(proved.kills[name]).not.toEqual([]);
  });

  test.each(CHECKS)("some are told by $name", ({ name }) => {
    expect(killedBy(name.split(":")[0] ?? name).length).toBeGreaterThan(0);
  });
});

function killedBy(check: string): readonly string[] {
  return Object.entries(table).flatMap(([operator, checks]) => (checks.includes(check) ? [operator] : []));
}
