import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement } from "./agreement-document.ts";
import { CATALOGUE } from "./catalogue.ts";
import { unsharedFields, wronglyLeftOut } from "./unshared-fields.ts";

const agreements: readonly Agreement[] = ["solent-iom", "solent-substance-misuse"].map((id) =>
  readDraft(`agreements/${id}.isa.yaml`),
);

const leftOut = new Set(
  Object.keys(JSON.parse(readFileSync(new URL("agreements/not-shared.json", import.meta.url), "utf8"))),
);

const INVENTED = {
  ...CATALOGUE,
  "housing.petsKept": { ...CATALOGUE["housing.currentAddress"], title: "Pets kept" },
};

test("a field added to the record is shared with nobody, and the agreements that might want it are named", () => {
  expect(unsharedFields(agreements, INVENTED, leftOut)).toEqual([
    {
      field: "housing.petsKept",
      title: "Pets kept",
      mightWant: [{ agreement: "solent-iom", rules: ["P34", "P35", "P36", "P37", "P38", "P39", "P61"] }],
    },
  ]);
});

test("a field that resembles none that is shared is named without an agreement", () => {
  const alone = { "prison.cellNumber": { ...CATALOGUE["custody.prisonCode"], title: "Cell number" } };

  expect(unsharedFields(agreements, alone, leftOut)).toEqual([
    { field: "prison.cellNumber", title: "Cell number", mightWant: [] },
  ]);
});

test("a field that no agreement can grant is no news", () => {
  const never = { "housing.diary": { ...CATALOGUE["housing.householdMembers"], title: "Diary" } };

  expect(unsharedFields(agreements, never, leftOut)).toEqual([]);
});

test("every field of the record is shared by an agreement, never shared, or left out on purpose", () => {
  expect(unsharedFields(agreements, CATALOGUE, leftOut)).toEqual([]);
  expect(wronglyLeftOut(agreements, CATALOGUE, leftOut)).toEqual([]);
});

test("a field that is shared after all, or is gone from the record, is no longer left out", () => {
  const stale = new Set([...leftOut, "police.pncId", "housing.petsKept"]);

  expect(wronglyLeftOut(agreements, CATALOGUE, stale)).toEqual(["police.pncId", "housing.petsKept"]);
});
