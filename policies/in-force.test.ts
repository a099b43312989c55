import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import { stateAt, whyNotInForce } from "./in-force.ts";
import { indexAgreement } from "./index-agreement.ts";
import type { StatusStep } from "./policy-set.ts";

const worked = readDraft("worked-example.isa.yaml");

const STEPS: readonly StatusStep[] = [
  { from: null, state: "approved" },
  { from: "2026-06-01T00:00:00Z", state: "active" },
  { from: "2026-07-01T00:00:00Z", state: "suspended" },
  { from: "2026-08-01T00:00:00Z", state: "active" },
  { from: "2026-09-01T00:00:00Z", state: "superseded" },
];

function stoodAt(steps: readonly StatusStep[], now: string) {
  const version = indexAgreement(worked, { steps, boundFrom: {}, withheld: [] });
  return [stateAt(version, Date.parse(now)), whyNotInForce(version, Date.parse(now))];
}

test.each([
  ["2026-05-31T23:59:59.999Z", "approved", "AGREEMENT_NOT_ACTIVE"],
  ["2026-06-01T00:00:00.000Z", "active", null],
  ["2026-06-30T23:59:59.999Z", "active", null],
  ["2026-07-01T00:00:00.000Z", "suspended", "AGREEMENT_SUSPENDED"],
  ["2026-08-01T00:00:00.000Z", "active", null],
  ["2026-09-01T00:00:00.000Z", "superseded", "AGREEMENT_NOT_ACTIVE"],
])("at %s the version is %s", (now, state, why) => {
  expect(stoodAt(STEPS, now)).toEqual([state, why]);
  expect(stoodAt(STEPS.toReversed(), now)).toEqual([state, why]);
});

test("a version with an instant that nobody can read is never in force", () => {
  expect(stoodAt([...STEPS, { from: "soon", state: "terminated" }], "2026-06-15T00:00:00Z")).toEqual([
    "draft",
    "AGREEMENT_NOT_ACTIVE",
  ]);
});

test("a version without a step is never in force", () => {
  expect(stoodAt([], "2026-06-15T00:00:00Z")).toEqual(["draft", "AGREEMENT_NOT_ACTIVE"]);
});
