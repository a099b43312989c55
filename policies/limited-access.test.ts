import { expect, test } from "vitest";
import { isKeptOut } from "./limited-access.ts";

const practitioner = { party: "solent-probation", actorEmail: "J.Marsh@probation.example" };
const housing = { party: "solent-housing", actorEmail: "officer@housing.example" };
const nobodyKnown = { party: "solent-housing", actorEmail: null };

test("without a restriction nobody is kept out", () => {
  expect(isKeptOut(null, practitioner)).toBe(false);
});

test("a restriction that cannot be read keeps everybody out", () => {
  expect(isKeptOut("unreadable", practitioner)).toBe(true);
});

test.each([
  [["j.marsh@probation.example"], practitioner, true],
  [[" J.MARSH@PROBATION.EXAMPLE "], practitioner, true],
  [["solent-probation"], practitioner, true],
  [["solent-probation"], housing, false],
  [["j.marsh@probation.example"], housing, false],
  [["j.marsh@probation.example"], nobodyKnown, true],
  [["solent-probation"], nobodyKnown, false],
])("excluding %j keeps %j out: %s", (excluded, caller, out) => {
  expect(isKeptOut({ excluded, restricted: [] }, caller)).toBe(out);
});

test.each([
  [["spo@probation.example"], practitioner, true],
  [["spo@probation.example", "j.marsh@probation.example"], practitioner, false],
  [["solent-probation"], practitioner, false],
  [["solent-probation"], housing, true],
  [["officer@housing.example"], nobodyKnown, true],
])("restricting to %j keeps %j out: %s", (restricted, caller, out) => {
  expect(isKeptOut({ excluded: [], restricted }, caller)).toBe(out);
});

test("somebody excluded by name is out although their agency is let in", () => {
  const restriction = { excluded: ["j.marsh@probation.example"], restricted: ["solent-probation"] };
  expect(isKeptOut(restriction, practitioner)).toBe(true);
});
