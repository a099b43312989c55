import { expect, test } from "vitest";
import { type Draft, type DraftFault, faultsOf, partyOf, readDraft, ruleOf } from "#test/agreement-drafts.ts";

/** What an author does wrong, and what the check says of it. */
const BROKEN: readonly [string, (draft: Draft) => void, DraftFault][] = [
  [
    "a recipient who is no party",
    (draft) => {
      ruleOf(draft, "P01").to[0].party = "solent-charity";
    },
    { check: "names", rule: "P01", message: "Rule P01: solent-charity, who should receive the data, is not a party." },
  ],
  [
    "an originator who is no party",
    (draft) => ruleOf(draft, "P01").from.push("solent-charity"),
    { check: "names", rule: "P01", message: "Rule P01: solent-charity, who should give the data, is not a party." },
  ],
  [
    "a role the party does not have",
    (draft) => ruleOf(draft, "P04").to[0].roles.push("housingOfficer"),
    { check: "names", rule: "P04", message: "Rule P04: Probation Service (Solent) has no role housingOfficer." },
  ],
  [
    "a purpose that is not in the agreement",
    (draft) => ruleOf(draft, "P01").purposes.push("crime-matching"),
    {
      check: "names",
      rule: "P01",
      message: "Rule P01: purpose crime-matching is not one of this agreement's purposes.",
    },
  ],
  [
    "a clause that is not in the agreement",
    (draft) => {
      ruleOf(draft, "P06").clause = "9.9";
      draft.clauses = draft.clauses.filter((clause: Draft) => clause.id !== "6.1");
    },
    { check: "names", rule: "P06", message: "Rule P06: clause 9.9 is not in this agreement." },
  ],
  [
    "a clause without a rule",
    (draft) => draft.clauses.push({ id: "7.1", text: "Everybody is kind to everybody." }),
    { check: "names", rule: null, message: "Clause 7.1 has no rule, so it would change nothing." },
  ],
  [
    "a basis that is not in the agreement",
    (draft) => ruleOf(draft, "P01").bases.push("le-imagined"),
    { check: "names", rule: "P01", message: "Rule P01: basis le-imagined is not one of this agreement's bases." },
  ],
  [
    "two rules of one id",
    (draft) => {
      ruleOf(draft, "L02").id = "L01";
    },
    { check: "names", rule: null, message: "There are two of rule L01; each needs an id of its own." },
  ],
  [
    "a default role that is none of the party's",
    (draft) => {
      partyOf(draft, "hampshire-police").defaultRole = "inspector";
    },
    {
      check: "names",
      rule: null,
      message: "Hampshire Police gives inspector as the role of unknown officers, but that is not one of its roles.",
    },
  ],
  [
    "a field outside the catalogue",
    (draft) => ruleOf(draft, "P01").grants[0].fields.push("police.shoeSize"),
    { check: "names", rule: "P01", message: "Rule P01: police.shoeSize is not a field of the offender record." },
  ],
  [
    "a form that is not on the field's ladder",
    (draft) => {
      ruleOf(draft, "P03").grants[1].form = "generalise:month";
    },
    {
      check: "names",
      rule: "P03",
      message:
        "Rule P03: generalise:month is not a form of identity.dateOfBirth; it can leave as withhold, mask, generalise:age-band, full.",
    },
  ],
  [
    "a field that no agreement can grant",
    (draft) => ruleOf(draft, "P01").grants[0].fields.push("police.associates"),
    {
      check: "names",
      rule: "P01",
      message: "Rule P01: police.associates (Associates) is never shared, and no agreement can grant it.",
    },
  ],
  [
    "a field twice in a rule",
    (draft) => ruleOf(draft, "P01").grants[1].fields.push("police.pncId"),
    { check: "names", rule: "P01", message: "Rule P01: police.pncId stands twice, so the form it gives is not clear." },
  ],
  [
    "a fact that does not exist",
    (draft) => {
      ruleOf(draft, "P04").when = { fact: "shoe-size", is: ["large"] };
    },
    { check: "names", rule: "P04", message: "Rule P04: there is no fact shoe-size." },
  ],
  [
    "a fact value off its closed list",
    (draft) => {
      ruleOf(draft, "P01").when.is.push("unknown");
    },
    {
      check: "names",
      rule: "P01",
      message:
        "Rule P01: lifecycle-state is never unknown; it is one of selection, active, custody, transition, closed.",
    },
  ],
  [
    "a cell fact that a field of the rule does not have",
    (draft) => {
      ruleOf(draft, "P01").when = {
        all: [
          { fact: "lifecycle-state", is: ["active"] },
          { fact: "handling-code", is: ["p"] },
        ],
      };
    },
    {
      check: "condition-facts",
      rule: "P01",
      message:
        "Rule P01: handling-code says nothing about identity.firstName, identity.lastName, identity.dateOfBirth, police.pncId, police.offendingHistory; put those fields in a rule of their own.",
    },
  ],
  [
    "an example of a fact that does not exist",
    (draft) => {
      draft.examples[0].given.facts["shoe-size"] = "large";
    },
    { check: "names", rule: "E01", message: "Example E01: there is no fact shoe-size." },
  ],
];

test.each(BROKEN)("%s is refused", (_, breakIt, fault) => {
  const draft = readDraft("worked-example.isa.yaml");
  breakIt(draft);
  expect(faultsOf(draft)).toContainEqual(expect.objectContaining(fault));
});
