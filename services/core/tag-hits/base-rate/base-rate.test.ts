import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonFix } from "../day-store/arrival-log.ts";
import { type DayStore, openDayStore } from "../day-store/day-store.ts";
import { DEFAULT_PARAMETERS } from "../matching/parameters.ts";
import { baseRateOf, surpriseOf } from "./base-rate.ts";
import { daysBefore } from "./london-days.ts";

const at = (text: string) => Date.parse(text) / 1000;
/** A Friday evening, four weeks after the clocks went back. */
const CRIME = {
  eastingCm: 44_205_000,
  northingCm: 11_233_000,
  uncertaintyM: 0,
  from: at("2026-11-20T20:00:00Z"),
  to: at("2026-11-20T20:10:00Z"),
};

let folder = "";
let store: DayStore;

/** A minute apart, from just before the window to just after it, so many days before. */
function evening(person: string, days: number, east: number): readonly PersonFix[] {
  return Array.from({ length: 13 }, (_, minute) => ({
    at: daysBefore(CRIME.from, days) + (minute - 1) * 60,
    eastingCm: CRIME.eastingCm + east * 100,
    northingCm: CRIME.northingCm,
    accuracyM: 10,
    mechanism: "GPS",
    activation: person,
    person,
  }));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-base-rate-"));
  store = await openDayStore({ folder, rule: { accuracyMaxM: 100, legMaxS: 300, jumpMps: 70 } });
  await store.add([
    // Daniel: there on 24 of 27 days, elsewhere on three, no data on one.
    ...Array.from({ length: 27 }, (_, day) => evening("Daniel", day + 1, day < 24 ? 20 : 900)).flat(),
    // Kyle: there on one Friday of the last four, and on a Thursday that does not count.
    ...evening("Kyle", 14, 50),
    ...evening("Kyle", 8, 50),
  ]);
  await store.seal();
});

afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

test("of somebody who is there every evening it is usual, and of a stranger it is not", () => {
  const daniel = baseRateOf(store, "Daniel", CRIME, DEFAULT_PARAMETERS);
  expect(daniel.usual).toEqual({ daysNear: 24, daysWithData: 27 });
  expect(daniel.surprise).toBeCloseTo(Math.log10(0.95 / (24.5 / 28)), 12);
  const nobody = baseRateOf(store, "Jade", CRIME, DEFAULT_PARAMETERS);
  expect(nobody.usual).toEqual({ daysNear: 0, daysWithData: 0 });
  expect(surpriseOf({ daysNear: 0, daysWithData: 27 })).toBeGreaterThan(daniel.surprise);
});

test("by chance so many tagged people are there on such an evening, of the weeks that are held", () => {
  // Daniel on three Fridays, Kyle on one; of the fourth Friday nothing is held.
  expect(baseRateOf(store, "Jade", CRIME, DEFAULT_PARAMETERS).chance).toEqual({ people: 4 / 3, days: 3 });
});

test("before the clocks went back it was the same hour by the clock", () => {
  expect(daysBefore(at("2026-11-20T20:00:00Z"), 28)).toBe(at("2026-10-23T19:00:00Z"));
  expect(daysBefore(at("2026-11-20T20:00:00Z"), 7)).toBe(at("2026-11-13T20:00:00Z"));
});
