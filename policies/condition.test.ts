import { expect, test } from "vitest";
import type { Condition } from "./agreement-document.ts";
import { everyTuple, implies, truthOf } from "./condition.ts";

const adult: Condition = { fact: "age-group", is: ["adult"] };
const active: Condition = { fact: "lifecycle-state", is: ["active", "custody"] };

test("no condition is true", () => {
  expect(truthOf(undefined, {})).toBe("true");
});

test.each([
  ["adult", "true"],
  ["under-18", "false"],
  ["unknown", "unknown"],
  [undefined, "unknown"],
] as const)("a test of the age group with %s is %s", (value, truth) => {
  expect(truthOf(adult, value === undefined ? {} : { "age-group": value })).toBe(truth);
});

const T: Condition = { fact: "mappa", is: ["yes"] };
const F: Condition = { fact: "mappa", is: ["no"] };
const U: Condition = { fact: "cohort", is: ["fixed"] };

test.each([
  [{ not: T }, "false"],
  [{ not: F }, "true"],
  [{ not: U }, "unknown"],
  [{ all: [T, T] }, "true"],
  [{ all: [T, U] }, "unknown"],
  [{ all: [U, F] }, "false"],
  [{ any: [F, F] }, "false"],
  [{ any: [F, U] }, "unknown"],
  [{ any: [U, T] }, "true"],
] as const)("%j is %s when MAPPA is yes and the cohort is not known", (condition, truth) => {
  expect(truthOf(condition, { mappa: "yes" })).toBe(truth);
});

test("every tuple counts unknown as a value of its own", () => {
  expect([...everyTuple(["age-group", "mappa"])]).toHaveLength(9);
});

test("a condition implies what holds whenever it is true, and nothing less", () => {
  expect(implies({ all: [active, adult] }, "age-group", "adult")).toBe(true);
  expect(implies({ any: [active, adult] }, "age-group", "adult")).toBe(false);
  expect(implies(active, "age-group", "adult")).toBe(false);
  expect(implies({ not: { fact: "age-group", is: ["under-18"] } }, "age-group", "adult")).toBe(true);
});
