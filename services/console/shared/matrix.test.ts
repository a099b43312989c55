import { expect, test } from "vitest";
import { cellOf, factsOf, type ReachCell } from "./matrix.ts";

const NOW = new Date("2026-11-27T09:00:00Z");

type Step = ReachCell["steps"][number];

function step(form: string, when: Step["when"], during: Step["during"] = []): Step {
  return { form, originators: ["solent-drug-services"], rule: "P34", limitedBy: null, clause: "4.13", when, during };
}

function cell(...steps: readonly Step[]): ReachCell {
  const field = "treatment.drugServiceAttendance";
  return {
    party: "iom-team",
    role: "leadOfficer",
    purpose: "iom-case-management",
    field,
    highest: "full",
    lowest: "withhold",
    steps,
  };
}

const AGREED = cell(
  step("full", [{ "treatment-consent": ["given"], "lifecycle-state": ["active"] }]),
  step("generalise:engaging-or-not", [{ "sentence-treatment": ["in-force"] }]),
);

test("the pickers are the facts that the cells ask about, with not known always among them", () => {
  expect(factsOf([AGREED]).map(({ fact }) => fact)).toEqual([
    "lifecycle-state",
    "sentence-treatment",
    "treatment-consent",
  ]);
  expect(factsOf([AGREED]).every(({ values }) => values.at(-1) === "unknown")).toBe(true);
});

test("what is left open is looked through, the most first", () => {
  expect(cellOf([AGREED], new Map(), NOW).forms).toEqual(["full", "generalise:engaging-or-not", "withhold"]);
});

test("a person who is supposed whole has one form, and not known counts as not agreed", () => {
  const active = [["lifecycle-state", "active"]] as const;
  const forms = (...facts: readonly (readonly [string, string])[]) =>
    cellOf([AGREED], new Map([...active, ...facts]), NOW).forms;

  expect(forms(["treatment-consent", "given"], ["sentence-treatment", "none"])).toEqual(["full"]);
  expect(forms(["treatment-consent", "unknown"], ["sentence-treatment", "none"])).toEqual(["withhold"]);
  expect(forms(["treatment-consent", "unknown"], ["sentence-treatment", "in-force"])).toEqual([
    "generalise:engaging-or-not",
  ]);
});

test("two roles that see different things depend, and a time that is over counts no more", () => {
  const inspector = cell(step("mask", []));
  const over = cell(step("full", [], [{ from: null, until: "2026-01-01T00:00:00Z" }]));

  expect(cellOf([cell(step("full", [])), inspector], new Map(), NOW).forms).toEqual(["full", "mask"]);
  expect(cellOf([over], new Map(), NOW).forms).toEqual(["withhold"]);
});
