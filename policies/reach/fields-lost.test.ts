import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import { withForm } from "#test/dpo-at-work.ts";
import type { Agreement } from "../agreement-document.ts";
import { fieldsLost } from "./fields-lost.ts";

const worked: Agreement = readDraft("worked-example.isa.yaml");

test.each([
  ["nothing is lost where nothing changes", worked, []],
  [
    "a field that no rule gives any more is lost to those who had it",
    withForm(worked, "P03", "probation.roshLevel", null),
    [["solent-housing", ["probation.roshLevel"]]],
  ],
  ["a field that leaves in a lower form is not lost", withForm(worked, "P01", "identity.dateOfBirth", "mask"), []],
  ["a field that another role or purpose still gets is not lost", withForm(worked, "P01", "police.pncId", null), []],
] as const)("%s", (_, after, lost) => {
  expect([...fieldsLost(worked, after)]).toEqual(lost);
});
