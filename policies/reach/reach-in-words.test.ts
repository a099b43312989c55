import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import { indexAgreement } from "../index-agreement.ts";
import { ALWAYS_ACTIVE } from "../policy-set.ts";
import { reachOf } from "../reach.ts";
import { reachInSentences } from "./reach-in-sentences.ts";
import { reachInText } from "./reach-in-text.ts";

const document = readDraft("worked-example.isa.yaml");
const parties: readonly { readonly id: string }[] = document.parties;
const agreement = indexAgreement(document, {
  steps: ALWAYS_ACTIVE,
  boundFrom: Object.fromEntries(parties.map(({ id }) => [id, document.effective.from])),
  withheld: [],
});
const HOUSING_ACTIVE = { "lifecycle-state": "active" };

test("the table has fields by group against recipients, in words and of fixed width", () => {
  const { cells } = reachOf([agreement]);
  const forEvaluation = cells.filter(({ purpose }) => purpose === "evaluation" || purpose === "emergency");

  expect(
    reachInText(forEvaluation),
  ).toBe(`in full, exists, pseudonym, ...  in that form from whoever gives it, whatever is known of the person
depends: x                       at most x, and less or nothing in some circumstances
not shared                       never
its own                          nobody else could hold it
Fields that nobody is ever shown are left out.

solent-example version 1, for emergency
                        hampshire-police
                        IOM inspector
probation
  Risk of serious harm  in full

solent-example version 1, for evaluation
                     solent-probation
                     senior probation officer
police
  PNC ID             pseudonym
  Offending history  category, band
`);
});

test("what only the recipient holds is its own, and what another never gives does not depend on the person", () => {
  const { cells } = reachOf([agreement], { "lifecycle-state": "active", "age-group": "adult" });
  const table = reachInText(cells.filter(({ purpose }) => purpose === "iom-case-management"));
  const wordsOf = (title: string) =>
    table
      .split("\n")
      .find((line) => line.startsWith(`  ${title} `))
      ?.trim()
      .split(/ {2,}/);

  expect(wordsOf("PNC ID")).toEqual(["PNC ID", "its own", "in full", "in full"]);
  expect(wordsOf("First name")).toEqual(["First name", "not shared", "in full", "in full"]);
  expect(wordsOf("Engagement")).toEqual(["Engagement", "depends: in full", "not shared", "depends: in full"]);
});

test("every column of a table begins at the same place in every line", () => {
  const { cells } = reachOf([agreement]);
  const [, ...tables] = reachInText(cells).split("\n\n");

  const rows = (tables[0] ?? "").split("\n").filter((line) => line.startsWith("  ") && line.includes("depends"));
  expect(rows.length).toBeGreaterThan(5);
  expect(new Set(rows.map((line) => line.search(/depends|not shared|its own/))).size).toBe(1);
});

test("sentences say each form, whose, when and under which clause", () => {
  const { cells } = reachOf([agreement], HOUSING_ACTIVE);
  const housing = cells.filter(({ party, field }) => party === "solent-housing" && field !== "identity.lastName");

  expect(
    reachInSentences(housing),
  ).toBe(`solent-example: solent-housing (housing officer), for tenancy-support: First name
  in full, from hampshire-police and solent-probation. Clause 4.4, rule P03.
solent-example: solent-housing (housing officer), for tenancy-support: Date of birth
  as an age band, from hampshire-police and solent-probation. Clause 4.4, rule P03.
solent-example: solent-housing (housing officer), for tenancy-support: Risk of serious harm
  as a level, from hampshire-police and solent-probation. Clause 4.4, rule P03.
`);
});
