import { expect, test } from "vitest";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement, Rule } from "./agreement-document.ts";
import { decide } from "./decide.ts";
import type { PolicyRequest } from "./decision.ts";
import { permitFor, policiesOf } from "./made-up-policies.ts";
import { ACTIVE, DRUGS, HOUSING, held, madeUpRecord, madeUpRequest, TEAM } from "./made-up-record.ts";
import type { PolicySet } from "./policy-set.ts";

const document: Agreement = readDraft("agreements/solent-iom.isa.yaml");
const policies = policiesOf([{ document }], {
  hostOf: { "iom-team": "hampshire-police" },
  precedence: ["probation", "police", "prison", "iom-team"],
});

function permit(request: Partial<PolicyRequest>, record: PublishedRecord) {
  return permitFor(policies, request, record);
}

function policiesWith(change: (rules: readonly Rule[]) => readonly Rule[]): PolicySet {
  const rules = change(document.rules);
  return policiesOf([{ document: { ...document, rules } }]);
}

test("a decision names agreement, rule, clause, gateway, both bases, the facts its rules test and duties, and no value", () => {
  const record = madeUpRecord({ "housing.currentAddress": [held("solent-housing", { postcode: "SO14 0ZZ" })] }, ACTIVE);
  expect(permit({}, record)).toEqual({
    outcome: "permit",
    at: "2026-11-21T09:00:00.000Z",
    agreement: { id: "solent-iom", version: 1 },
    party: "solent-probation",
    role: "probationPractitioner",
    purpose: "iom-case-management",
    outlet: "people.read",
    facts: {
      "lifecycle-state": "active",
      "duty-to-refer-consent": "unknown",
      "sentence-treatment": "unknown",
      "transition-stage": "unknown",
    },
    factsAsOf: { "lifecycle-state": "2026-11-21T07:00:00Z" },
    fields: {
      "housing.currentAddress": {
        form: "full",
        chosen: 0,
        cells: [
          {
            originator: "solent-housing",
            itemKey: null,
            form: "full",
            reason: "PERMITTED",
            rule: "P35",
            limitedBy: null,
            clause: "4.12",
            gateways: ["cda1998.s115"],
            sourceBasis: "public-task",
            recipientBasis: "le-statutory",
            onward: "with-originator-consent",
            facts: {},
          },
        ],
      },
    },
    obligations: {
      deleteAfterDays: { contact: 365 },
      marking: "OFFICIAL-SENSITIVE",
      onward: "with-originator-consent",
    },
  });
});

test("what one supplied is one's own, in full, without a rule; even what is never shared", () => {
  const record = madeUpRecord({
    "probation.crn": [held("solent-probation", "X900001")],
    "probation.oasysFreeText": [held("solent-probation", "text")],
  });
  const { fields, obligations } = permit({}, record);
  expect(fields["probation.crn"]?.cells[0]).toMatchObject({
    form: "full",
    reason: "OWN_DATA",
    rule: null,
    gateways: [],
  });
  expect(fields["probation.oasysFreeText"]?.form).toBe("full");
  expect(obligations.deleteAfterDays).toEqual({});
});

test("the access restriction itself is released to nobody, not to those who set it", () => {
  const restriction = { excluded: [], restricted: [] };
  const record = madeUpRecord({ "identity.accessRestriction": [held("solent-probation", restriction)] }, ACTIVE);
  expect(decide(madeUpRequest(), record, policies)).toMatchObject({ code: "NOTHING_TO_SHARE" });
});

test("the team and the police are two parties, so the team's reading of police data is a disclosure", () => {
  const record = madeUpRecord({ "police.pncId": [held("hampshire-police", "2007/9001234F")] }, ACTIVE);
  expect(permit(TEAM, record).fields["police.pncId"]?.cells[0]).toMatchObject({ reason: "PERMITTED", rule: "P14" });
});

test("a value is decided as its originator's, however it came", () => {
  const fromHousing = madeUpRecord({ "police.pncId": [held("solent-housing", "2007/9001234F")] }, ACTIVE);
  expect(decide(madeUpRequest(), fromHousing, policies)).toMatchObject({ code: "NOTHING_TO_SHARE" });
});

test.each([
  ["a rule that speaks for it is wanting", {}, "police.associates", "NO_RULE", null],
  ["a fact is not known", {}, "housing.homelessApplication", "FACT_UNKNOWN", "P38"],
  [
    "a condition is not met",
    { "duty-to-refer-consent": "not-given" },
    "housing.homelessApplication",
    "CONDITION_NOT_MET",
    "P38",
  ],
] as const)("a field is withheld, with the reason that %s", (_, facts, field, reason, rule) => {
  const originator = field.startsWith("police") ? "hampshire-police" : "solent-housing";
  const name = { "identity.lastName": [held("hampshire-police", "Ashdown")] };
  const record = madeUpRecord({ ...name, [field]: [held(originator, "x")] }, { ...ACTIVE, ...facts });
  expect(permit({}, record).fields[field]?.cells[0]).toMatchObject({ form: "withhold", reason, rule, onward: null });
});

test("a limit lowers what a permit gives, and is named with its own clause", () => {
  const record = madeUpRecord(
    { "identity.dateOfBirth": [held("solent-probation", "2009-02-25")] },
    {
      "lifecycle-state": "active",
      "age-group": "under-18",
    },
  );
  expect(permit(TEAM, record).fields["identity.dateOfBirth"]?.cells[0]).toMatchObject({
    form: "generalise:age-band",
    reason: "LIMITED_BY_RULE",
    rule: "P01",
    limitedBy: "L01",
    clause: "5.1",
  });
});

test("a limit bites where its condition is not known to be false", () => {
  const dob = { "identity.dateOfBirth": [held("hampshire-police", "1989-04-12")] };
  const formOf = (facts: object) =>
    permit(HOUSING, madeUpRecord(dob, { "lifecycle-state": "active", ...facts })).fields["identity.dateOfBirth"]?.form;
  expect(formOf({})).toBe("generalise:age-band");
  expect(formOf({ "age-group": "adult" })).toBe("full");
});

test("among equal permits the lowest rule is cited, and the strictest onward term holds", () => {
  const gender = { form: "full", fields: ["identity.gender"] };
  const under = policiesWith((rules) => [
    ...rules,
    ...rules
      .filter((rule) => rule.id === "P04")
      .map((rule) => ({ ...rule, id: "P100", onward: "never", grants: [gender] }) as Rule),
  ]);
  const record = madeUpRecord({ "identity.gender": [held("hampshire-police", "F")] }, ACTIVE);
  expect(permitFor(under, HOUSING, record).fields["identity.gender"]?.cells[0]).toMatchObject({
    rule: "P04",
    onward: "never",
  });
});

test("a rule speaks only inside its window", () => {
  const window = (starts: string, ends: string) =>
    policiesWith((rules) => rules.map((rule) => (rule.id === "P34" ? { ...rule, starts, ends } : rule)));
  const record = madeUpRecord({ "housing.landlordName": [held("solent-housing", "A Landlord")] }, ACTIVE);
  const codeUnder = (under: PolicySet) => {
    const decision = decide(madeUpRequest(TEAM), record, under);
    return decision.outcome === "refused" ? decision.code : "permit";
  };
  expect(codeUnder(window("2026-11-21T09:00:00Z", "2026-11-22T00:00:00Z"))).toBe("permit");
  expect(codeUnder(window("2026-11-21T09:00:00.001Z", "2026-11-22T00:00:00Z"))).toBe("NOTHING_TO_SHARE");
  expect(codeUnder(window("2026-11-01T00:00:00Z", "2026-11-21T09:00:00Z"))).toBe("NOTHING_TO_SHARE");
});

test("nothing is released of an originator who has not signed", () => {
  const record = madeUpRecord({ "identity.lastName": [held("winchester-prison", "Ashdown")] }, ACTIVE);
  expect(permit({}, record).fields["identity.lastName"]?.form).toBe("full");
  const unsigned = policiesOf([{ document, unsigned: ["winchester-prison"] }]);
  expect(decide(madeUpRequest(), record, unsigned)).toMatchObject({ code: "NOTHING_TO_SHARE" });
});

test("several originators are decided alone; form, then precedence, then age choose the answer", () => {
  const chosen = (values: ReturnType<typeof held>[]) => {
    const { cells, chosen: at } =
      permit(HOUSING, madeUpRecord({ "identity.gender": values }, ACTIVE)).fields["identity.gender"] ?? {};
    return cells?.[at ?? -1]?.originator;
  };
  const drugs = held("solent-drug-services", "F");
  const police = held("hampshire-police", "F");
  const probation = held("solent-probation", "F");
  // The prison comes before the team, but nothing lets it tell housing this.
  expect(chosen([held("winchester-prison", "F"), held("iom-team", "F")])).toBe("iom-team");
  expect(chosen([drugs, police])).toBe("hampshire-police");
  expect(chosen([police, probation])).toBe("solent-probation");
  expect(
    chosen([
      { ...police, asOf: "2026-01-01T00:00:00Z" },
      { ...police, itemKey: "newer" },
    ]),
  ).toBe("hampshire-police");
  const newest = permit(
    HOUSING,
    madeUpRecord({ "identity.gender": [{ ...police, asOf: "2026-01-01T00:00:00Z" }, police] }, ACTIVE),
  );
  expect(newest.fields["identity.gender"]?.chosen).toBe(1);
});

test("the gateway cited is one that covers this pair, not every one the rule names", () => {
  const record = madeUpRecord({ "probation.mappa": [held("solent-probation", { category: 1, level: 2 })] }, ACTIVE);
  const gatewaysFor = (party: object) => permit(party, record).fields["probation.mappa"]?.cells[0]?.gateways;
  expect(gatewaysFor(HOUSING)).toEqual(["oma2007.s14", "cda1998.s115"]);
  expect(gatewaysFor(DRUGS)).toEqual(["cda1998.s115"]);
});
