import { expect, test } from "vitest";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement } from "./agreement-document.ts";
import { decide } from "./decide.ts";
import type { PolicyRequest } from "./decision.ts";
import { policiesOf } from "./made-up-policies.ts";
import { held, madeUpRecord, madeUpRequest } from "./made-up-record.ts";
import { project } from "./project.ts";
import { type Match, matches, queryPlan } from "./queries.ts";

const document: Agreement = readDraft("agreements/solent-iom.isa.yaml");
const policies = policiesOf([{ document }]);

const HOUSING = madeUpRequest({
  party: "solent-housing",
  role: "housingOfficer",
  actorEmail: "officer@housing.example",
});
const DRUGS = madeUpRequest({ party: "solent-drug-services", role: "drugWorker", actorEmail: "worker@drugs.example" });
const TEAM = madeUpRequest({ party: "iom-team", role: "leadOfficer", actorEmail: "lead@iom.example" });
const SPO = madeUpRequest({ role: "spo", purpose: "evaluation" });

const crypto = { hmacSha256: (_key: Uint8Array, data: Uint8Array) => data, pseudonymKey: new Uint8Array() };

const adult = madeUpRecord(
  {
    "identity.lastName": [held("hampshire-police", "Morgan")],
    "identity.firstName": [held("hampshire-police", "Siân")],
    "identity.dateOfBirth": [held("hampshire-police", "1992-11-05")],
    "housing.currentAddress": [held("solent-housing", { lines: ["14 Hazel Mews"], postcode: "SO22 0ZN" })],
    "police.offendingHistory": [
      held("hampshire-police", { hoCode: "028/01", date: "2025-01-01" }, { itemKey: "1" }),
      held("hampshire-police", { hoCode: "034/00", date: "2025-02-01" }, { itemKey: "2" }),
    ],
    "probation.mappa": [held("solent-probation", { category: 2, level: 1 })],
  },
  { "lifecycle-state": "active", "age-group": "adult" },
);
const child = madeUpRecord(
  {
    "identity.dateOfBirth": [held("hampshire-police", "2009-02-25")],
    "identity.lastName": [held("hampshire-police", "Dunmore")],
  },
  { "lifecycle-state": "active", "age-group": "under-18" },
);

function finds(request: PolicyRequest, match: Match, record: PublishedRecord): boolean {
  const plan = queryPlan(request, match, policies);
  const decision = decide(request, record, policies);
  if (plan.outcome !== "plan" || decision.outcome !== "permit") {
    throw new Error(`${plan.outcome}, ${decision.outcome}`);
  }
  return matches(project(record, decision, crypto), plan);
}

test.each([
  ["a field never granted to the caller", HOUSING, "police.pncId"],
  ["a field granted as existence alone", HOUSING, "probation.mappa"],
  ["a field granted as existence alone by everybody but oneself", HOUSING, "identity.nationality"],
  ["a field that nobody may have", TEAM, "identity.religion"],
  ["hub state", TEAM, "identity.accessRestriction"],
  ["a field that does not exist", TEAM, "identity.shoeSize"],
  ["a path that is none", TEAM, "identity.lastName; drop table"],
  ["a leaf of a field not granted", HOUSING, "treatment.mainSubstance.code"],
] as const)("%s may not be asked on, whoever is stored", (_, request, field) => {
  expect(queryPlan(request, { "identity.lastName": "Morgan", [field]: "x" }, policies)).toEqual({
    outcome: "field-not-queryable",
    field,
  });
});

test("a field may be asked on that some state of a person would release, or that is one's own", () => {
  for (const [request, field] of [
    [HOUSING, "identity.dateOfBirth"],
    [HOUSING, "police.offendingHistory"],
    [HOUSING, "housing.rentArrearsBand"],
    [TEAM, "treatment.engagement"],
    [SPO, "police.pncId"],
    [DRUGS, "treatment.topScore"],
  ] as const) {
    expect(queryPlan(request, { [field]: "x" }, policies)).toMatchObject({ outcome: "plan" });
  }
});

test("a request that the gate refuses cannot search", () => {
  expect(queryPlan({ ...HOUSING, role: "cleaner" }, {}, policies)).toMatchObject({ outcome: "refused" });
});

test("an exact date of birth finds the adult whose date is seen, and no child whose date is a band", () => {
  expect(finds(HOUSING, { "identity.dateOfBirth": "1992-11-05" }, adult)).toBe(true);
  expect(finds(HOUSING, { "identity.dateOfBirth": "2009-02-25" }, child)).toBe(false);
  expect(finds(HOUSING, { "identity.dateOfBirth": "under-18" }, child)).toBe(true);
  expect(finds(HOUSING, { "identity.dateOfBirth": "under-18" }, adult)).toBe(false);
});

test("a search matches at the grain that the caller sees and at no other", () => {
  expect(finds(DRUGS, { "housing.currentAddress": "SO22" }, adult)).toBe(true);
  expect(finds(DRUGS, { "housing.currentAddress.postcode": "SO22 0ZN" }, adult)).toBe(false);
  expect(finds(TEAM, { "housing.currentAddress.postcode": "SO22 0ZN" }, adult)).toBe(true);
  expect(finds(HOUSING, { "police.offendingHistory": "acquisitive, 1-4" }, adult)).toBe(true);
  expect(finds(HOUSING, { "police.offendingHistory[].hoCode": "028/01" }, adult)).toBe(false);
  expect(finds(TEAM, { "police.offendingHistory[].hoCode": "034/00" }, adult)).toBe(true);
});

test("a field that this caller does not see of this person never matches", () => {
  expect(finds(TEAM, { "treatment.engagement": "engaging" }, adult)).toBe(false);
  expect(finds(TEAM, { "treatment.engagement": null }, adult)).toBe(false);
  expect(finds(TEAM, { "probation.mappa": { category: 2, level: 1 } }, adult)).toBe(true);
  expect(finds(TEAM, { "probation.mappa": { category: 2 } }, adult)).toBe(false);
});

test("what is only known to exist never matches, not even its sign of existence", () => {
  const arrest = { arrestedAt: "2026-11-21T08:40:00Z", status: "inCustody" };
  const arrested = madeUpRecord(
    { ...child.values, "police.currentArrest": [held("hampshire-police", arrest)] },
    { "lifecycle-state": "active", "age-group": "under-18" },
  );
  expect(finds(HOUSING, { "police.currentArrest": { present: true } }, arrested)).toBe(false);
  expect(finds(HOUSING, { "police.currentArrest.present": true }, arrested)).toBe(false);
});

test("every term must match; case and accents do not matter, spelling does", () => {
  expect(finds(HOUSING, { "identity.firstName": "SIAN", "identity.lastName": " morgan " }, adult)).toBe(true);
  expect(finds(HOUSING, { "identity.firstName": "Siân", "identity.lastName": "Morgans" }, adult)).toBe(false);
  expect(finds(HOUSING, { "identity.firstName": "Si" }, adult)).toBe(false);
});
