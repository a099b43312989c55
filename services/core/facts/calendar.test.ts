import { expect, test } from "vitest";
import { addMonths, dayAfter, londonMidnight } from "./calendar.ts";

test.each([
  ["2009-08-15", 210, "2027-02-15"],
  ["2009-08-15", 213, "2027-05-15"],
  ["2009-08-15", 216, "2027-08-15"],
  ["2009-03-31", 210, "2026-09-30"],
  ["2009-03-31", 213, "2026-12-31"],
  ["2009-03-31", 216, "2027-03-31"],
  ["2009-03-31", 219, "2027-06-30"],
  ["2008-02-29", 216, "2026-02-28"],
  ["2008-02-29", 240, "2028-02-29"],
])("%s and %d months is %s", (date, months, expected) => {
  expect(addMonths(date, months)).toBe(expected);
});

test("somebody born on 29 February comes of age on 1 March where the scheme says so", () => {
  expect(addMonths("2008-02-29", 216, "1-march")).toBe("2026-03-01");
  expect(addMonths("2008-02-29", 240, "1-march")).toBe("2028-02-29");
});

test.each([
  ["2026-11-25", "2026-11-25T00:00:00.000Z"],
  ["2026-08-25", "2026-08-24T23:00:00.000Z"],
  ["2026-03-29", "2026-03-29T00:00:00.000Z"],
  ["2026-03-30", "2026-03-29T23:00:00.000Z"],
  ["2026-10-25", "2026-10-24T23:00:00.000Z"],
  ["2026-10-26", "2026-10-26T00:00:00.000Z"],
])("%s begins in London at %s", (date, expected) => {
  expect(londonMidnight(date)).toBe(expected);
});

test("the day after the last of February is a day of March", () => {
  expect(dayAfter("2027-02-28")).toBe("2027-03-01");
  expect(dayAfter("2028-02-28")).toBe("2028-02-29");
});
