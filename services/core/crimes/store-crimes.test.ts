import { expect, test } from "vitest";
import { changedFields } from "./store-crimes.ts";

const crime = { crimeReference: "44260500002", from: "2026-11-20T23:15:00Z", to: "2026-11-20T23:30:00Z" };

test("a crime that comes again as it was has changed in nothing", () => {
  expect(changedFields(crime, { ...crime })).toEqual([]);
});

test("a field that was added, altered or left out is named", () => {
  const { from: _, ...without } = crime;
  expect(changedFields(crime, { ...without, to: "2026-11-20T23:45:00Z", easting: 442050 })).toEqual([
    "easting",
    "from",
    "to",
  ]);
});
