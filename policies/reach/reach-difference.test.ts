import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import { withForm } from "#test/dpo-at-work.ts";
import type { Agreement } from "../agreement-document.ts";
import { diffAgreements } from "../diff-agreements.ts";
import { timelessAgreement } from "../difference/timeless-agreement.ts";
import { reachOf } from "../reach.ts";
import { reachDifference } from "./reach-difference.ts";

const worked: Agreement = readDraft("worked-example.isa.yaml");
const wider = withForm(worked, "P02", "treatment.drugServiceAttendance", "full");
const narrower = withForm(worked, "P03", "probation.roshLevel", null);

const differenceOf = (before: Agreement | null, after: Agreement) =>
  reachDifference(before, after, diffAgreements(before, after).changes);

test("a field that goes further is told for each role and purpose it goes further for", () => {
  const common = { field: "treatment.drugServiceAttendance", purpose: "iom-case-management" };
  const range = {
    before: { highest: "generalise:engaging-or-not", lowest: "withhold" },
    after: { highest: "full", lowest: "withhold" },
  };
  expect(differenceOf(worked, wider)).toEqual([
    { party: "solent-probation", role: "probationPractitioner", ...common, ...range },
    { party: "hampshire-police", role: "leadOfficer", ...common, ...range },
  ]);
});

test("a field that is no longer shared is told as withheld", () => {
  expect(differenceOf(worked, narrower)).toEqual([
    {
      party: "solent-housing",
      role: "housingOfficer",
      purpose: "tenancy-support",
      field: "probation.roshLevel",
      before: { highest: "generalise:level", lowest: "withhold" },
      after: { highest: "withhold", lowest: "withhold" },
    },
  ]);
});

test("a change that moves between circumstances leaves the reach as it was", () => {
  const rules = worked.rules.map((rule) =>
    rule.id === "P04" ? { ...rule, when: { fact: "transition-stage" as const, is: ["t1"] } } : rule,
  );
  const changes = diffAgreements(worked, { ...worked, rules }).changes;
  expect(changes.length).toBeGreaterThan(0);
  expect(reachDifference(worked, { ...worked, rules }, changes)).toEqual([]);
});

test("against nothing it is the whole matrix", () => {
  const whole = reachOf([timelessAgreement(worked)]).cells.filter(({ highest }) => highest !== "withhold");
  const told = differenceOf(null, worked).map(({ party, role, purpose, field, after }) => ({
    party,
    role,
    purpose,
    field,
    ...after,
  }));
  expect(told).toHaveLength(whole.length);
  for (const { party, role, purpose, field, highest, lowest } of whole) {
    expect(told).toContainEqual({ party, role, purpose, field, highest, lowest });
  }
});
