import { expect, test } from "vitest";
import { ageBandAt } from "./age-band.ts";

const now = new Date("2026-11-21T12:00:00Z");

test.each([
  ["2009-11-22", "under-18"],
  ["2008-11-22", "under-18"],
  ["2008-11-21", "18-24"],
  ["2001-11-22", "18-24"],
  ["2001-11-21", "25-29"],
  ["1989-04-12", "35-39"],
  ["1926-01-01", "100-104"],
  ["2026-11-22", undefined],
  ["12/04/1989", undefined],
])("somebody born on %s is %s", (born, band) => {
  expect(ageBandAt(born, now)).toBe(band);
});

test("a birthday begins at midnight in London, also in summer", () => {
  expect(ageBandAt("2008-07-01", new Date("2026-06-30T22:59:59Z"))).toBe("under-18");
  expect(ageBandAt("2008-07-01", new Date("2026-06-30T23:00:00Z"))).toBe("18-24");
});
