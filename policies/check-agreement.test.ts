import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { checkAgreement } from "./check-agreement.ts";
import { checkScopeSize } from "./checks/check-scope-size.ts";
import { indexAgreement } from "./index-agreement.ts";
import { loadAgreements } from "./load-agreements.ts";

// A test may reach into a parsed document as its author's editor would.
// biome-ignore lint/suspicious/noExplicitAny: the document is broken on purpose, in ways no type allows
type Draft = any;

function read(name: string): Draft {
  return parse(readFileSync(new URL(name, import.meta.url), "utf8"), { version: "1.2" });
}

function rule(draft: Draft, id: string): Draft {
  return draft.rules.find((candidate: Draft) => candidate.id === id);
}

function party(draft: Draft, id: string): Draft {
  return draft.parties.find((candidate: Draft) => candidate.id === id);
}

function faultsOf(draft: Draft): readonly { check: string; rule: string | null; message: string }[] {
  const checked = checkAgreement(draft);
  return checked.outcome === "sound" ? [] : checked.faults;
}

const SOUND = [
  "agreements/solent-iom.isa.yaml",
  "agreements/solent-substance-misuse.isa.yaml",
  "worked-example.isa.yaml",
];

test.each(SOUND)("%s is sound and gives its stored examples", (name) => {
  expect(faultsOf(read(name))).toEqual([]);
});

/** What an author does wrong, and what the check says of it. */
const BROKEN: readonly [string, (draft: Draft) => void, { check: string; rule: string | null; message: string }][] = [
  [
    "a recipient who is no party",
    (draft) => {
      rule(draft, "P01").to[0].party = "solent-charity";
    },
    { check: "names", rule: "P01", message: "Rule P01: solent-charity, who should receive the data, is not a party." },
  ],
  [
    "an originator who is no party",
    (draft) => rule(draft, "P01").from.push("solent-charity"),
    { check: "names", rule: "P01", message: "Rule P01: solent-charity, who should give the data, is not a party." },
  ],
  [
    "a role the party does not have",
    (draft) => rule(draft, "P04").to[0].roles.push("housingOfficer"),
    { check: "names", rule: "P04", message: "Rule P04: Probation Service (Solent) has no role housingOfficer." },
  ],
  [
    "a purpose that is not in the agreement",
    (draft) => rule(draft, "P01").purposes.push("crime-matching"),
    {
      check: "names",
      rule: "P01",
      message: "Rule P01: purpose crime-matching is not one of this agreement's purposes.",
    },
  ],
  [
    "a clause that is not in the agreement",
    (draft) => {
      rule(draft, "P06").clause = "9.9";
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
    (draft) => rule(draft, "P01").bases.push("le-imagined"),
    { check: "names", rule: "P01", message: "Rule P01: basis le-imagined is not one of this agreement's bases." },
  ],
  [
    "two rules of one id",
    (draft) => {
      rule(draft, "L02").id = "L01";
    },
    { check: "names", rule: null, message: "There are two of rule L01; each needs an id of its own." },
  ],
  [
    "a default role that is none of the party's",
    (draft) => {
      party(draft, "hampshire-police").defaultRole = "inspector";
    },
    {
      check: "names",
      rule: null,
      message: "Hampshire Police gives inspector as the role of unknown officers, but that is not one of its roles.",
    },
  ],
  [
    "a field outside the catalogue",
    (draft) => rule(draft, "P01").grants[0].fields.push("police.shoeSize"),
    { check: "names", rule: "P01", message: "Rule P01: police.shoeSize is not a field of the offender record." },
  ],
  [
    "a form that is not on the field's ladder",
    (draft) => {
      rule(draft, "P03").grants[1].form = "generalise:month";
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
    (draft) => rule(draft, "P01").grants[0].fields.push("police.associates"),
    {
      check: "names",
      rule: "P01",
      message: "Rule P01: police.associates (Associates) is never shared, and no agreement can grant it.",
    },
  ],
  [
    "a field twice in a rule",
    (draft) => rule(draft, "P01").grants[1].fields.push("police.pncId"),
    { check: "names", rule: "P01", message: "Rule P01: police.pncId stands twice, so the form it gives is not clear." },
  ],
  [
    "a fact that does not exist",
    (draft) => {
      rule(draft, "P04").when = { fact: "shoe-size", is: ["large"] };
    },
    { check: "names", rule: "P04", message: "Rule P04: there is no fact shoe-size." },
  ],
  [
    "a fact value off its closed list",
    (draft) => {
      rule(draft, "P01").when.is.push("unknown");
    },
    {
      check: "names",
      rule: "P01",
      message:
        "Rule P01: lifecycle-state is never unknown; it is one of selection, active, custody, transition, closed.",
    },
  ],
  [
    "an end before the beginning",
    (draft) => {
      draft.effective.to = "2026-03-01T00:00:00Z";
      draft.effective.reviewBy = "2026-04-01";
    },
    { check: "times", rule: null, message: "The agreement ends before it begins." },
  ],
  [
    "a term of more than five years",
    (draft) => {
      draft.effective.to = "2031-04-01T00:00:01Z";
    },
    { check: "times", rule: null, message: "The agreement lasts more than 5 years." },
  ],
  [
    "a review after the end",
    (draft) => {
      draft.effective.reviewBy = "2027-06-01";
    },
    { check: "times", rule: null, message: "The review falls outside the time the agreement is in force." },
  ],
  [
    "a rule that outlives its agreement",
    (draft) => {
      rule(draft, "P01").ends = "2028-01-01T00:00:00Z";
    },
    { check: "times", rule: "P01", message: "Rule P01: it ends after the agreement does." },
  ],
  [
    "a field given by somebody who does not hold it",
    (draft) => {
      rule(draft, "P04").from = ["solent-housing"];
      rule(draft, "P04").gateways = ["cda1998.s115"];
      rule(draft, "P04").bases = ["le-statutory", "public-task"];
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
      rule(draft, "P06").to = [{ party: "solent-probation", roles: ["spo"] }];
    },
    { check: "originators", rule: "P06", message: "Rule P06: it gives data to nobody but the one who gave it." },
  ],
  [
    "health data without a condition",
    (draft) => {
      const { when: _, ...unconditional } = rule(draft, "P02");
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
      rule(draft, "P02").bases = ["le-sensitive", "public-task"];
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
      rule(draft, "P03").bases = ["le-statutory"];
    },
    { check: "regimes", rule: "P03", message: "Rule P03: no basis is named on which Solent Council Housing receives." },
  ],
  [
    "a gateway that does not cover the pair",
    (draft) => {
      rule(draft, "P01").gateways = ["ha1996.s213B"];
      rule(draft, "P01").when = { fact: "duty-to-refer-consent", is: ["given"] };
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
      rule(draft, "P02").when = { fact: "lifecycle-state", is: ["active"] };
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
    (draft) => rule(draft, "P01").gateways.push("cja2003.s325"),
    {
      check: "gateways",
      rule: "P01",
      message:
        "Rule P01: gateway cja2003.s325 serves nobody here: both sides must be MAPPA bodies, and the rule must apply to MAPPA cases alone.",
    },
  ],
  [
    "a standing that such an agency cannot have",
    (draft) => party(draft, "solent-drug-services").standing.push("relevantAuthority"),
    {
      check: "standing",
      rule: null,
      message:
        "Solent Drug Services cannot stand as actsForRelevantAuthority, relevantAuthority: an agency of type drug-services has no such standing in law.",
    },
  ],
  [
    "a cell fact that a field of the rule does not have",
    (draft) => {
      rule(draft, "P01").when = {
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
    "an identifier in full for evaluation",
    (draft) => {
      rule(draft, "P05").grants[0].form = "full";
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
      rule(draft, "P05").grants.push({
        form: "generalise:age-band",
        fields: ["identity.dateOfBirth"],
      });
      rule(draft, "P05").grants.push({ form: "mask", fields: ["identity.gender", "identity.ethnicity16Plus1"] });
      rule(draft, "P05").when = { fact: "lifecycle-state", is: ["active"] };
      rule(draft, "P05").bases = ["le-sensitive"];
    },
    {
      check: "evaluation",
      rule: "P05",
      message:
        "Rule P05: Probation Service (Solent) would get identity.dateOfBirth, identity.gender, identity.ethnicity16Plus1, police.offendingHistory together, which can single a person out; at most 3 of them may go to one recipient.",
    },
  ],
  [
    "an example that the rules do not give",
    (draft) => {
      draft.examples[0].expect["police.pncId"] = "withhold";
    },
    {
      check: "examples",
      rule: "E01",
      message:
        "Example E01: police.pncId should leave as withhold, but the rules give full (An unknown age falls to a band).",
    },
  ],
  [
    "an example of a fact that does not exist",
    (draft) => {
      draft.examples[0].given.facts["shoe-size"] = "large";
    },
    { check: "names", rule: "E01", message: "Example E01: there is no fact shoe-size." },
  ],
  [
    "a permit in the form withhold",
    (draft) => {
      rule(draft, "P06").grants[0].form = "withhold";
    },
    { check: "schema", rule: "P06", message: "Rule P06: rules.5.grants.0.form may not be this." },
  ],
  [
    "a key that nobody knows",
    (draft) => {
      rule(draft, "P06").priority = 1;
    },
    { check: "schema", rule: "P06", message: "Rule P06: rules.5 has a key that is not known here." },
  ],
  [
    "a condition with an operator of its own",
    (draft) => {
      rule(draft, "P06").when = { fact: "age-group", greaterThan: 17 };
    },
    {
      check: "schema",
      rule: "P06",
      message: "Rule P06: rules.5.when is not a condition: use fact with is, not, all or any (2 to 6 members).",
    },
  ],
];

test.each(BROKEN)("%s is refused", (_, breakIt, fault) => {
  const draft = read("worked-example.isa.yaml");
  breakIt(draft);
  expect(faultsOf(draft)).toContainEqual(expect.objectContaining(fault));
});

test("every fault is told at once, each with the line of its place", () => {
  const draft = read("worked-example.isa.yaml");
  rule(draft, "P06").priority = 1;
  rule(draft, "P01").purposes.push("crime-matching");
  rule(draft, "L02").to[0].party = "solent-charity";
  const lineOf = (path: readonly (string | number)[]) => (path[0] === "rules" ? 100 + Number(path[1]) : null);

  const checked = checkAgreement(draft, lineOf);

  expect(checked.outcome === "faulty" && checked.faults.map((fault) => [fault.rule, fault.line])).toEqual([
    ["P06", 105],
    ["P01", 100],
    ["L02", 107],
  ]);
});

test("a scope with too many combinations of facts is refused", () => {
  const draft = read("worked-example.isa.yaml");
  const loaded = indexAgreement(draft, { state: "active", boundFrom: {} });
  expect(checkScopeSize(loaded)).toEqual([]);
  expect(checkScopeSize(loaded, 17)).toContainEqual({
    check: "scope-size",
    rule: null,
    path: ["rules"],
    message:
      "What solent-probation in role probationPractitioner sees for iom-case-management depends on age-group, lifecycle-state at once: 18 combinations, where 17 is the most.",
  });
});

test("two documents of one name and version are refused", () => {
  const document = read("worked-example.isa.yaml");
  const source = { document, status: { state: "active", boundFrom: {} } } as const;
  expect(loadAgreements([source, source])).toMatchObject({ faults: [{ check: "set" }] });
});

test.each([[null], ["text"], [[]], [{}], [42]])("%j is no agreement, and says so without falling over", (document) => {
  expect(faultsOf(document).length).toBeGreaterThan(0);
});
