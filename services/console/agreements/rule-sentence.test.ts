import { expect, test } from "vitest";
import type { AgreementText, RuleText } from "./agreement-text.ts";
import { formsOf, withForms } from "./edit-rule.ts";
import { sentenceOf } from "./rule-sentence.ts";

const RULE: RuleText = {
  id: "P37",
  clause: "4.12",
  kind: "permit",
  from: ["solent-housing"],
  to: [{ party: "solent-drug-services", roles: ["drugWorker"] }],
  purposes: ["iom-case-management"],
  grants: [
    { form: "full", fields: ["housing.accommodationType", "housing.accommodationStable"] },
    { form: "generalise:outward-code", fields: ["housing.currentAddress"] },
  ],
  when: {
    all: [
      { fact: "lifecycle-state", is: ["active"] },
      { fact: "treatment-consent", is: ["given"] },
    ],
  },
};

const LIMIT: RuleText = { ...RULE, id: "L01", kind: "limit", when: { fact: "age-group", is: ["under-18"] } };

const TEXT: AgreementText = {
  id: "solent-iom",
  version: 1,
  title: "Solent IOM agreement",
  effective: { from: "2026-04-01T00:00:00Z", to: "2028-04-01T00:00:00Z", reviewBy: "2027-04-01" },
  parties: [
    { id: "solent-housing", label: "Solent Council Housing", roles: ["housingOfficer"] },
    { id: "solent-drug-services", label: "Solent Drug Services", roles: ["drugWorker"] },
  ],
  purposes: [{ id: "iom-case-management", label: "Managing a person in the IOM cohort" }],
  bases: [],
  clauses: [],
  rules: [RULE, LIMIT],
  onward: { default: "never" },
};

test("a rule is one sentence, and says what happens when each thing it asks about is not known", () => {
  expect(sentenceOf(RULE, TEXT)).toEqual({
    opening:
      "Drug workers of Solent Drug Services may see, for managing a person in the IOM cohort, when the IOM case is active and the person has agreed:",
    grants: [
      { fields: "Accommodation type and Accommodation stable", form: "in full" },
      { fields: "Current address", form: "as the first half of the postcode" },
    ],
    from: "Solent Council Housing",
    unknown: [
      "If the state of the IOM case is not known: not shared under this rule.",
      "If it is not known whether the person has agreed: not shared under this rule.",
    ],
    onward: "It may never be passed on.",
  });
});

test("a limit holds when what it asks about is not known", () => {
  expect(sentenceOf(LIMIT, TEXT).unknown).toEqual(["If the age is not known: the limit holds."]);
});

test("another form for one field changes that field of that rule alone", () => {
  const changed = withForms(TEXT, "P37", new Map([...formsOf(RULE), ["housing.currentAddress", "full"]]));

  expect(changed.rules[0]?.grants).toEqual([
    { form: "full", fields: ["housing.accommodationType", "housing.accommodationStable", "housing.currentAddress"] },
  ]);
  expect({ ...changed, rules: [] }).toEqual({ ...TEXT, rules: [] });
  expect(changed.rules[1]).toBe(LIMIT);
});

test("a field that is no longer shared leaves its rule, and a rule without fields leaves the agreement", () => {
  const none = new Map([...formsOf(RULE).keys()].map((field) => [field, "withhold"] as const));

  expect(withForms(TEXT, "P37", none).rules.map(({ id }) => id)).toEqual(["L01"]);
});
