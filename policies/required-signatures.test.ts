import { expect, test } from "vitest";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import { diffAgreements } from "./diff-agreements.ts";
import { missingSignatures, requiredSignatures } from "./required-signatures.ts";

type Draft = ReturnType<typeof readDraft>;

function signaturesFor(change: (draft: Draft) => void) {
  const draft = readDraft("worked-example.isa.yaml");
  change(draft);
  return requiredSignatures(diffAgreements(readDraft("worked-example.isa.yaml"), draft));
}

function namesIn({ every, oneOf }: ReturnType<typeof requiredSignatures>) {
  return { every: every.map(({ party }) => party), oneOf: oneOf.map(({ party }) => party) };
}

test("a first version is signed by all of any pair, each for itself", () => {
  const required = requiredSignatures(diffAgreements(null, readDraft("worked-example.isa.yaml")));

  expect(required.oneOf).toEqual([]);
  expect(required.every.map(({ party, approver }) => [party, approver])).toEqual([
    ["hampshire-police", "dpo-hampshire-police"],
    ["solent-drug-services", "dpo-solent-drug-services"],
    ["solent-housing", "dpo-solent-housing"],
    ["solent-probation", "dpo-solent-probation"],
    ["solent-yot", "dpo-solent-yot"],
  ]);
});

test("what widens is signed by every originator that gives more and every recipient of it, and by nobody else", () => {
  const required = signaturesFor((draft) => {
    ruleOf(draft, "P04").when.is = ["t1", "t2", "t3"];
  });

  expect(required).toEqual({
    every: [
      {
        party: "solent-probation",
        label: "Probation Service (Solent)",
        approver: "dpo-solent-probation",
        because: ["receives"],
      },
      {
        party: "solent-yot",
        label: "Solent Youth Offending Team",
        approver: "dpo-solent-yot",
        because: ["gives"],
      },
    ],
    oneOf: [],
  });
});

test("what only narrows is signed by one of those whose data is narrowed", () => {
  const required = signaturesFor((draft) => {
    ruleOf(draft, "P03").when.is = ["active"];
  });

  expect(namesIn(required)).toEqual({ every: [], oneOf: ["hampshire-police", "solent-probation"] });
  expect(missingSignatures(required, new Set(["solent-housing"]))).toEqual({
    every: [],
    oneOf: ["hampshire-police", "solent-probation"],
  });
  expect(missingSignatures(required, new Set(["solent-probation"]))).toEqual({ every: [], oneOf: [] });
});

test("one gain among many losses is still a widening", () => {
  const required = signaturesFor((draft) => {
    ruleOf(draft, "P03").when.is = ["active"];
    ruleOf(draft, "P06").to[0].roles = ["iomInspector", "leadOfficer"];
  });

  expect(namesIn(required)).toEqual({ every: ["hampshire-police", "solent-probation"], oneOf: [] });
});

test("a new party signs for itself, and the rest of a narrowing needs one originator as well", () => {
  const required = signaturesFor((draft) => {
    draft.parties.push({ ...draft.parties[3], id: "solent-shelter", label: "Solent Shelter", approver: "dpo-shelter" });
    ruleOf(draft, "P03").when.is = ["active"];
  });

  expect(required.every).toEqual([
    { party: "solent-shelter", label: "Solent Shelter", approver: "dpo-shelter", because: ["new-party", "receives"] },
  ]);
  expect(required.oneOf.map(({ party }) => party)).toEqual(["hampshire-police", "solent-probation"]);
});

test("other words are signed by those whom they concern, even where no form changes", () => {
  const required = signaturesFor((draft) => {
    draft.clauses[3].text = "The YOT shares youth orders with probation.";
  });

  expect(namesIn(required)).toEqual({ every: ["solent-probation", "solent-yot"], oneOf: [] });
});

test("a new clause under which a limit stands is no widening", () => {
  const required = signaturesFor((draft) => {
    draft.clauses.push({ id: "5.3", text: "No dates of birth to housing." });
    const grants = [{ form: "withhold", fields: ["identity.dateOfBirth"] }];
    draft.rules.push({ ...ruleOf(draft, "L02"), id: "L90", clause: "5.3", grants });
  });

  expect(namesIn(required)).toEqual({ every: [], oneOf: ["hampshire-police", "solent-probation"] });
});

test("ending an agreement needs one originator", () => {
  const required = requiredSignatures(diffAgreements(readDraft("worked-example.isa.yaml"), null));

  expect(required.every).toEqual([]);
  expect(required.oneOf.map(({ party }) => party)).toEqual([
    "hampshire-police",
    "solent-drug-services",
    "solent-probation",
    "solent-yot",
  ]);
});
