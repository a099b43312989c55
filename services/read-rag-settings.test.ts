import { expect, test } from "vitest";
import { readRagSettings } from "./read-rag-settings.ts";

test("what a scheme says of the rating is read as it is said", () => {
  const said = {
    ...{ windowDays: { R1: 14, G1: 56 }, pendingMatchHours: 48, greenRule: "loose", blue: true },
    ...{ offenceSets: { free: ["008/06", "130/*"] }, reviewDays: { red: 7, amber: 7, green: 14 }, confirmRedHours: 12 },
  };
  const faults: string[] = [];
  expect(readRagSettings(said, faults)).toEqual(said);
  expect(faults).toEqual([]);
});

test("every fault is told with its place", () => {
  const faults: string[] = [];
  readRagSettings(
    {
      ...{ windowDays: { R2: 7, R1: 0 }, greenRule: "lax", blue: "yes", colour: "red" },
      ...{ offenceSets: { free: ["8/6"], gold: [] }, reviewDays: { red: 7 } },
    },
    faults,
  );
  expect(faults).toEqual([
    'rag: "colour" is not known here',
    'rag.windowDays: "R2" is not known here',
    "rag.windowDays.R1: is a whole number from 1 to 366",
    "rag.reviewDays: says nothing of amber, green",
    'rag.offenceSets: "gold" is not known here',
    "rag.offenceSets.free[0]: is a Home Office code such as 028/01, or a class of them such as 130/*",
    "rag.greenRule: is strict or loose",
    "rag.blue: is true or false",
  ]);
  readRagSettings([], faults);
  expect(faults.at(-1)).toContain("rag: is a mapping with windowDays");
});
