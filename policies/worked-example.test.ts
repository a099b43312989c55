import { expect, test } from "vitest";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ConsentRecord } from "#schemas/published-record.ts";
import type { PersonFact } from "#schemas/vocabulary.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement } from "./agreement-document.ts";
import { decide } from "./decide.ts";
import { explainRequest } from "./explain-request.ts";
import { policiesOf } from "./made-up-policies.ts";
import { held, madeUpRecord, madeUpRequest, NOW } from "./made-up-record.ts";

const document: Agreement = readDraft("worked-example.isa.yaml");
const policies = policiesOf([{ document }]);

const NAMES = { "identity.firstName": "full", "identity.lastName": "full" };
const P01_IN_FULL = {
  ...NAMES,
  "identity.dateOfBirth": "full",
  "police.pncId": "full",
  "police.offendingHistory": "full",
  "police.intelligence": "mask",
};

/** The table of design/agreements section 2. */
const TABLE = [
  {
    who: ["solent-probation", "probationPractitioner", "iom-case-management"],
    facts: { "lifecycle-state": "active", "age-group": "adult", "treatment-consent": "given" },
    disclosed: {
      ...P01_IN_FULL,
      "treatment.engagement": "full",
      "treatment.drugServiceAttendance": "generalise:engaging-or-not",
    },
  },
  {
    who: ["solent-probation", "probationPractitioner", "iom-case-management"],
    facts: { "lifecycle-state": "active" },
    disclosed: {
      ...P01_IN_FULL,
      "identity.dateOfBirth": "generalise:age-band",
      "police.offendingHistory": "generalise:category-and-band",
    },
  },
  {
    who: ["solent-probation", "probationPractitioner", "iom-case-management"],
    facts: { "lifecycle-state": "active", "age-group": "adult", "treatment-consent": "withdrawn" },
    disclosed: P01_IN_FULL,
  },
  {
    who: ["solent-probation", "spo", "evaluation"],
    facts: { "age-group": "adult" },
    disclosed: { "police.pncId": "pseudonymise", "police.offendingHistory": "generalise:category-and-band" },
  },
  {
    who: ["solent-housing", "housingOfficer", "tenancy-support"],
    facts: { "lifecycle-state": "active", "age-group": "adult" },
    disclosed: {
      ...NAMES,
      "identity.dateOfBirth": "generalise:age-band",
      "probation.roshLevel": "generalise:level",
    },
  },
  {
    who: ["solent-housing", "housingOfficer", "tenancy-support"],
    facts: { "lifecycle-state": "custody", "age-group": "adult" },
    disclosed: { ...NAMES, "identity.dateOfBirth": "generalise:age-band" },
  },
  {
    who: ["hampshire-police", "iomInspector", "emergency"],
    facts: {},
    disclosed: { "probation.roshLevel": "full" },
  },
  {
    who: ["hampshire-police", "leadOfficer", "iom-case-management"],
    facts: { "lifecycle-state": "closed", "treatment-consent": "given" },
    disclosed: {},
  },
] as const;

test.each(TABLE)("explains to $who with $facts exactly what the design promises", ({ who, facts, disclosed }) => {
  const [party, role, purpose] = who;
  const asked = { agreement: "solent-example", party, role, purpose, at: NOW.toISOString(), facts };

  const explained = explainRequest(asked, policies);

  expect("decision" in explained && shared(explained.decision.fields)).toEqual(disclosed);
});

test.each(TABLE)(
  "decides for $who with $facts the same of a record that holds every field",
  ({ who, facts, disclosed }) => {
    const [party, role, purpose] = who;
    const known: Partial<Record<string, string>> = facts;
    const consents = consentsSaying(known["treatment-consent"], party, purpose);
    const record = madeUpRecord(heldByTheirOwners(), personFacts(known), { consents });
    const emergency = purpose === "emergency" ? { openedAt: NOW, secondActor: null } : null;

    const decision = decide(madeUpRequest({ party, role, purpose, emergency }), record, policies);

    const fields = decision.outcome === "permit" ? shared(decision.fields) : {};
    expect(fields).toEqual(disclosed);
  },
);

/** Own data apart. */
function shared(fields: object): Record<string, string> {
  const all = Object.entries(fields).map(([field, decision]) => [field, decision.cells?.[0] ?? decision] as const);
  const others = all.filter(([, { form, reason }]) => form !== "withhold" && reason !== "OWN_DATA");
  return Object.fromEntries(others.map(([field, { form }]) => [field, form]));
}

function heldByTheirOwners() {
  const fields: readonly (readonly [FieldPath, string])[] = [
    ["identity.firstName", "hampshire-police"],
    ["identity.lastName", "hampshire-police"],
    ["identity.dateOfBirth", "hampshire-police"],
    ["identity.religion", "hampshire-police"],
    ["police.pncId", "hampshire-police"],
    ["police.offendingHistory", "hampshire-police"],
    ["police.intelligence", "hampshire-police"],
    ["police.vehicleRegs", "hampshire-police"],
    ["probation.roshLevel", "solent-probation"],
    ["probation.crn", "solent-probation"],
    ["youth.youthOrders", "solent-yot"],
    ["housing.currentAddress", "solent-housing"],
    ["treatment.engagement", "solent-drug-services"],
    ["treatment.drugServiceAttendance", "solent-drug-services"],
    ["treatment.mainSubstance", "solent-drug-services"],
  ];
  return Object.fromEntries(fields.map(([field, originator]) => [field, [held(originator, "a value")]]));
}

function personFacts(known: Partial<Record<string, string>>): Partial<Record<PersonFact, string>> {
  const { "treatment-consent": _, ...facts } = known;
  return facts;
}

function consentsSaying(
  state: string | undefined,
  party: string,
  purpose: string,
): readonly ConsentRecord[] | "unreadable" {
  if (state === undefined) {
    return "unreadable";
  }
  return [
    {
      consentId: "CN-1",
      takenBy: "solent-drug-services",
      state: "given",
      fields: ["treatment.engagement", "treatment.drugServiceAttendance"],
      recipients: [party],
      purposes: [purpose],
      validFrom: "2026-10-01T00:00:00Z",
      expiresAt: null,
      withdrawnAt: state === "withdrawn" ? "2026-11-01T00:00:00Z" : null,
    },
  ];
}
