import { expect, test } from "vitest";
import { countEndings } from "./completions.ts";
import { madeUpCase } from "./made-up-cases.ts";
import { countParticipation } from "./participation.ts";
import { lastQuarter, yearTo } from "./quarter.ts";
import { atRiskFrom, measureReoffending } from "./reoffending.ts";
import { timeInColours } from "./time-in-colour.ts";
import { costOf, UNIT_COSTS } from "./unit-costs.ts";
import { NO_COMPARISON, NO_COSTS, valueForMoney } from "./value-for-money.ts";

const proven = (on: string, provenOn: string) => ({ on, provenOn, hoCode: "028/01" });

// At risk from 2025-01-01: twelve months end before 2026-01-01, the waiting before 2026-07-01.
test.each([
  ["on the first day", proven("2025-01-01", "2025-02-01"), true],
  ["the day before", proven("2024-12-31", "2025-02-01"), false],
  ["on the last day of twelve months", proven("2025-12-31", "2026-01-20"), true],
  ["a day later", proven("2026-01-01", "2026-01-20"), false],
  ["proven on the last day of the waiting", proven("2025-12-31", "2026-06-30"), true],
  ["proven a day later", proven("2025-12-31", "2026-07-01"), false],
])("an offence %s counts: %s", (_when, offence, counts) => {
  const { base, reoffended } = measureReoffending([madeUpCase({ offences: [offence] })], "2026-07-01");
  expect({ base, reoffended }).toEqual({ base: 1, reoffended: counts ? 1 : 0 });
});

test("nobody is counted before their eighteen months are over", () => {
  expect(measureReoffending([madeUpCase()], "2026-06-30").base).toBe(0);
  expect(measureReoffending([madeUpCase()], "2026-07-01").base).toBe(1);
});

test("somebody registered in custody is at risk from the first release after it, and not at all until then", () => {
  const inside = madeUpCase({ inCustodyAtRegistration: true, releasedOn: ["2024-03-01", "2025-09-01", "2025-05-01"] });
  expect(atRiskFrom(inside)).toBe("2025-05-01");
  expect(atRiskFrom({ ...inside, releasedOn: ["2024-03-01"] })).toBeNull();
  expect(measureReoffending([{ ...inside, releasedOn: [] }], "2030-01-01").base).toBe(0);
});

test("the frequency counts every reoffence and the binary rate every person once", () => {
  const twice = madeUpCase({ offences: [proven("2025-02-01", "2025-03-01"), proven("2025-04-01", "2025-05-01")] });
  const measured = measureReoffending([twice, madeUpCase()], "2026-07-01");
  expect({ ...measured, reoffences: measured.reoffences.length }).toEqual({ base: 2, reoffended: 1, reoffences: 2 });
});

test("days in a colour run to the next, to the end of the case, and to the last day of the period", () => {
  const one = madeUpCase({
    colours: [
      { on: "2025-01-01", colour: "red" },
      { on: "2025-01-11", colour: "amber" },
      { on: "2025-01-31", colour: "green" },
    ],
  });
  const period = { from: "2025-01-06", to: "2025-02-02" };
  const days = (each: Parameters<typeof timeInColours>[0]) => timeInColours(each, period).map(({ days: sum }) => sum);
  // Red 6 to 10 January, amber 11 to 30, green 31 January to 2 February.
  expect(days([one])).toEqual([5, 20, 3]);
  const closed = { ...one, states: [...one.states, { on: "2025-02-01", state: "deregistered" }] };
  expect(days([closed])).toEqual([5, 20, 1]);
  expect(days([{ ...one, colours: [] }])).toEqual([0, 0, 0]);
});

test("a case ends in the year in which it was closed for good, and one opened again has not ended", () => {
  const closedOn = (on: string, state: string) => madeUpCase({ states: [{ on, state }] });
  const again = madeUpCase({
    states: [
      { on: "2025-03-01", state: "deregistered" },
      { on: "2025-06-01", state: "registered" },
    ],
  });
  const cases = [
    closedOn("2024-12-31", "deregistered"),
    closedOn("2025-01-01", "deregistered"),
    closedOn("2025-12-31", "longCustody"),
    closedOn("2026-01-01", "transferred"),
    again,
  ];
  const counts = countEndings(cases, { from: "2025-01-01", to: "2025-12-31" });
  expect(counts).toEqual({ completed: 1, longCustody: 1, transferred: 0 });
});

test("participation is of the meetings a kind of partner was asked to", () => {
  const attended = (agencyType: string, came: boolean) => ({ agencyType, attended: came });
  const came = [
    attended("police", true),
    attended("police", true),
    attended("housing", true),
    attended("housing", false),
  ];
  expect(countParticipation([...came, attended("housing", false)])).toEqual([
    { agencyType: "housing", invited: 3, attended: 1, percent: 33 },
    { agencyType: "police", invited: 2, attended: 2, percent: 100 },
  ]);
});

test.each([
  ["2026-Q1", { from: "2025-04-01", to: "2026-03-31" }],
  ["2026-Q2", { from: "2025-07-01", to: "2026-06-30" }],
  ["2026-Q4", { from: "2026-01-01", to: "2026-12-31" }],
  ["2026-Q5", null],
  ["2026-09-14", null],
])("the year to %s", (quarter, period) => {
  expect(yearTo(quarter)).toEqual(period);
});

test.each([
  ["2026-01-01", "2025-Q4"],
  ["2026-03-31", "2025-Q4"],
  ["2026-04-01", "2026-Q1"],
  ["2026-12-31", "2026-Q3"],
])("on %s the last quarter that is over is %s", (today, quarter) => {
  expect(lastQuarter(today)).toBe(quarter);
});

const STATED = { costs: { priceYear: "2025/26", lines: [{ label: "Staff", pounds: 240_000, source: "Budget" }] } };
const COUNTED = {
  base: 40,
  reoffended: 10,
  reoffences: Array.from({ length: 20 }, () => proven("2025-02-01", "2025-03-01")),
};
const COMPARED = {
  description: "A like cohort",
  source: "A made-up source",
  base: 100,
  reoffended: 60,
  reoffences: 90,
};

test("cost per managed offender and break-even come first, and without a comparison cohort nothing is claimed", () => {
  const weighed = valueForMoney({ managed: 60, reoffending: COUNTED, statement: STATED, unitCosts: UNIT_COSTS });
  // £240,000 for 60 people; every reoffence is a domestic burglary of £5,930, and 40.47 of them make up the cost.
  expect(weighed).toMatchObject({
    costPounds: 240_000,
    costPerManagedPounds: 4_000,
    offenceCost: { pounds: 5_930, basis: "reoffences-counted" },
    breakEven: { offences: 41, perManaged: 0.68 },
    benefit: null,
    unitCosts: { version: "home-office-2018.1", priceYear: "2015/16" },
  });
  expect(weighed.notes).toContain(NO_COMPARISON);
});

test("a comparison cohort gives what would have been expected of as many people, and what was avoided of it", () => {
  const statement = { ...STATED, comparison: COMPARED };
  const { benefit, notes } = valueForMoney({ managed: 60, reoffending: COUNTED, statement, unitCosts: UNIT_COSTS });
  // 90 / 100 × 40 = 36 expected, 20 counted: 16 × £5,930 = £94,880, of £240,000 spent.
  expect(benefit).toEqual({
    expectedOffences: 36,
    countedOffences: 20,
    avoidedOffences: 16,
    savedPounds: 94_880,
    savedPerPound: 0.4,
  });
  expect(notes).not.toContain(NO_COMPARISON);
});

test("what may not be shown weighs nothing: the mean of the unit costs stands in, and nothing is divided by too few", () => {
  const weighed = valueForMoney({ managed: null, reoffending: null, statement: STATED, unitCosts: UNIT_COSTS });
  // (11,320 + 5,930 + 15,460 + 10,290 + 870 + 1,380 + 1,350) / 7
  expect(weighed.offenceCost).toEqual({ pounds: 6_657, basis: "mean-of-unit-costs" });
  expect([weighed.costPerManagedPounds, weighed.breakEven, weighed.benefit]).toEqual([null, null, null]);
});

test("a scheme that states no costs is told so", () => {
  const weighed = valueForMoney({ managed: 60, reoffending: COUNTED, statement: {}, unitCosts: UNIT_COSTS });
  expect(weighed.notes).toContain(NO_COSTS);
  expect(weighed.costPounds).toBeNull();
});

test("an offence of a class without a cost, or of none, is not costed", () => {
  expect([costOf(UNIT_COSTS, "045/10"), costOf(UNIT_COSTS, "004/04"), costOf(UNIT_COSTS, null)]).toEqual([
    870,
    null,
    null,
  ]);
});
