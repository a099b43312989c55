import fc from "fast-check";
import { expect, test } from "vitest";
import type { CaseHistory } from "./case-history.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { madeUpCase, times } from "./made-up-cases.ts";
import { UNIT_COSTS } from "./unit-costs.ts";

const YEAR = { from: "2026-01-01", to: "2026-12-31" };

function evaluated(cases: readonly CaseHistory[], smallNumber = 5): Evaluation {
  return evaluate({ cases, attendances: [], statement: {}, unitCosts: UNIT_COSTS, period: YEAR, smallNumber });
}

const green = madeUpCase({ colours: [{ on: "2026-12-01", colour: "green" }], cohort: "flex", gender: "F" });
const gone = madeUpCase({ states: [{ on: "2026-05-01", state: "deregistered" }] });
const reoffender = madeUpCase({ offences: [{ on: "2025-03-01", provenOn: "2025-05-01", hoCode: "028/01" }] });

test("a scheme of sixty, worked by hand", () => {
  const report = evaluated([
    ...times(30, madeUpCase()),
    ...times(12, green),
    ...times(8, gone),
    ...times(10, reoffender),
  ]);

  // 30 + 12 + 10 are managed at the end, and 8 ended in the year.
  expect([report.managedAtEnd, report.managed]).toEqual([52, 60]);
  // Nobody in long custody and nobody transferred: both too few, and by eight they would be known to be none.
  expect(report.endings.cells.map(({ value }) => value)).toEqual([null, null, null]);
  // Nobody red and nobody without a colour; amber is hidden with them, by its place.
  expect(report.colours.cells).toEqual([
    { key: "red", value: null },
    { key: "amber", value: null },
    { key: "green", value: 12 },
    { key: "none", value: null },
  ]);
  // Ten of sixty, each once.
  expect(report.reoffending).toMatchObject({
    base: 60,
    reoffended: 10,
    binaryPercent: 16.7,
    reoffences: 10,
    frequency: 1,
  });
});

test("a rate says what it is of", () => {
  const { reoffending } = evaluated([...times(30, madeUpCase()), ...times(10, reoffender)]);
  expect(reoffending).toMatchObject({ base: 40, followUpMonths: 12, waitingMonths: 6 });
  expect(reoffending.definition).toMatch(/twelve months .* further six/);
});

test.each([
  ["four reoffenders", 4, 30],
  ["all but four", 30, 4],
])("a rate of %s is not shown", (_name, did, didNot) => {
  const { reoffending, valueForMoney } = evaluated([...times(did, reoffender), ...times(didNot, madeUpCase())]);
  expect(reoffending).toMatchObject({ reoffended: null, binaryPercent: null, reoffences: null, frequency: null });
  expect(valueForMoney.offenceCost.basis).toBe("mean-of-unit-costs");
});

test("everybody managed in the year is not shown where those who ended could be had from it", () => {
  const { managedAtEnd, managed } = evaluated([...times(30, madeUpCase()), ...times(4, gone)]);
  expect([managedAtEnd, managed]).toEqual([30, null]);
});

test("a scheme of four is a scheme of which nothing is said", () => {
  const report = evaluated(times(4, reoffender));
  const cells = [report.endings, report.daysInColour, report.colours, report.cohorts, ...report.protectedGroups];
  expect([report.managed, report.managedAtEnd, report.reoffending.base]).toEqual([null, null, null]);
  expect(cells.flatMap((each) => each.cells).filter(({ value }) => value !== null)).toEqual([]);
});

test("colours by protected group are shown whole or not at all", () => {
  const byGender = (report: Evaluation) => report.coloursByGroup[0]?.cells.map(({ value }) => value);
  expect(byGender(evaluated([...times(50, madeUpCase()), ...times(50, green)]))).toEqual(times(16, null));
});

const someCase = fc
  .record({
    colour: fc.constantFrom("red" as const, "amber" as const, "green" as const, null),
    cohort: fc.constantFrom("fixed", "flex", "free", null),
    gender: fc.constantFrom("M", "F", "nonBinary", null),
    state: fc.constantFrom("active", "deregistered", "longCustody", "transferred"),
    offends: fc.boolean(),
  })
  .map(({ colour, cohort, gender, state, offends }) =>
    madeUpCase({
      cohort,
      gender,
      colours: colour === null ? [] : [{ on: "2026-03-01", colour }],
      states: [{ on: "2026-04-01", state }],
      offences: offends ? reoffender.offences : [],
    }),
  );

test("no count between none and the threshold is ever shown, of whatever scheme", () => {
  fc.assert(
    fc.property(fc.array(someCase, { maxLength: 60 }), (cases) => {
      const report = evaluated(cases);
      const counts = [
        report.endings,
        report.colours,
        report.cohorts,
        ...report.protectedGroups,
        ...report.coloursByGroup,
      ]
        .flatMap(({ cells }) => cells.map(({ value }) => value))
        .concat([report.managed, report.managedAtEnd, report.reoffending.base, report.reoffending.reoffended]);
      expect(counts.filter((count) => count !== null && count < 5)).toEqual([]);
      if (report.managed !== null && report.managedAtEnd !== null) {
        expect(report.managed - report.managedAtEnd).toBeGreaterThanOrEqual(5);
      }
    }),
    { numRuns: 300 },
  );
});
