import { expect, test } from "vitest";
import { type Draft, type DraftFault, faultsOf, partyOf, readDraft, ruleOf } from "#test/agreement-drafts.ts";

/** What an author does wrong, and what the check says of it. */
const BROKEN: readonly [string, (draft: Draft) => void, DraftFault][] = [
  [
    "a field given by somebody who does not hold it",
    (draft) => {
      ruleOf(draft, "P04").from = ["solent-housing"];
      ruleOf(draft, "P04").gateways = ["cda1998.s115"];
      ruleOf(draft, "P04").bases = ["le-statutory", "public-task"];
    },
    {
      check: "originators",
      rule: "P04",
      message:
        "Rule P04: youth.youthOrders comes from an agency of type yot, and none of those who give data here is one.",
    },
  ],
  [
    "data given to nobody but its giver",
    (draft) => {
      ruleOf(draft, "P06").to = [{ party: "solent-probation", roles: ["spo"] }];
    },
    { check: "originators", rule: "P06", message: "Rule P06: it gives data to nobody but the one who gave it." },
  ],
  [
    "health data without a condition",
    (draft) => {
      const { when: _, ...unconditional } = ruleOf(draft, "P02");
      draft.rules[1] = { ...unconditional, gateways: ["cda1998.s115"] };
    },
    {
      check: "special-category",
      rule: "P02",
      message:
        "Rule P02: treatment.engagement, treatment.drugServiceAttendance: special-category data needs a condition.",
    },
  ],
  [
    "health data without a special-category basis on one side",
    (draft) => {
      ruleOf(draft, "P02").bases = ["le-sensitive", "public-task"];
    },
    {
      check: "special-category",
      rule: "P02",
      message:
        "Rule P02: treatment.engagement, treatment.drugServiceAttendance: no basis with a special-category condition is named for general processing (UK GDPR).",
    },
  ],
  [
    "health data without an appropriate policy document",
    (draft) => {
      draft.documents.appropriatePolicyDocument = undefined;
      draft.documents = JSON.parse(JSON.stringify(draft.documents));
    },
    {
      check: "special-category",
      rule: "P02",
      message:
        "Rule P02: treatment.engagement, treatment.drugServiceAttendance: special-category data needs an appropriate policy document, and none is named.",
    },
  ],
  [
    "no basis on the side that receives",
    (draft) => {
      ruleOf(draft, "P03").bases = ["le-statutory"];
    },
    { check: "regimes", rule: "P03", message: "Rule P03: no basis is named on which Solent Council Housing receives." },
  ],
  [
    "a gateway that does not cover the pair",
    (draft) => {
      ruleOf(draft, "P01").gateways = ["ha1996.s213B"];
      ruleOf(draft, "P01").when = { fact: "duty-to-refer-consent", is: ["given"] };
    },
    {
      check: "gateways",
      rule: "P01",
      message: "Rule P01: no gateway named here lets Hampshire Police tell Probation Service (Solent).",
    },
  ],
  [
    "consent as gateway where consent is not a condition",
    (draft) => {
      ruleOf(draft, "P02").when = { fact: "lifecycle-state", is: ["active"] };
    },
    {
      check: "gateways",
      rule: "P02",
      message:
        "Rule P02: gateway consent serves nobody here: the rule must apply only where the person's consent is given.",
    },
  ],
  [
    "MAPPA as gateway outside MAPPA cases",
    (draft) => ruleOf(draft, "P01").gateways.push("cja2003.s325"),
    {
      check: "gateways",
      rule: "P01",
      message:
        "Rule P01: gateway cja2003.s325 serves nobody here: both sides must be MAPPA bodies, and the rule must apply to MAPPA cases alone.",
    },
  ],
  [
    "a standing that such an agency cannot have",
    (draft) => partyOf(draft, "solent-drug-services").standing.push("relevantAuthority"),
    {
      check: "standing",
      rule: null,
      message:
        "Solent Drug Services cannot stand as actsForRelevantAuthority, relevantAuthority: an agency of type drug-services has no such standing in law.",
    },
  ],
  [
    "an identifier in full for evaluation",
    (draft) => {
      ruleOf(draft, "P05").grants[0].form = "full";
    },
    {
      check: "evaluation",
      rule: "P05",
      message:
        "Rule P05: police.pncId says who somebody is; for evaluation it may leave only generalised or as a pseudonym.",
    },
  ],
  [
    "too much about one person for evaluation",
    (draft) => {
      ruleOf(draft, "P05").grants.push({
        form: "generalise:age-band",
        fields: ["identity.dateOfBirth"],
      });
      ruleOf(draft, "P05").grants.push({ form: "mask", fields: ["identity.gender", "identity.ethnicity16Plus1"] });
      ruleOf(draft, "P05").when = { fact: "lifecycle-state", is: ["active"] };
      ruleOf(draft, "P05").bases = ["le-sensitive"];
    },
    {
      check: "evaluation",
      rule: "P05",
      message:
        "Rule P05: Probation Service (Solent) would get identity.dateOfBirth, identity.gender, identity.ethnicity16Plus1, police.offendingHistory together, which can single a person out; at most 3 of them may go to one recipient.",
    },
  ],
];

test.each(BROKEN)("%s is refused", (_, breakIt, fault) => {
  const draft = readDraft("worked-example.isa.yaml");
  breakIt(draft);
  expect(faultsOf(draft)).toContainEqual(expect.objectContaining(fault));
});
