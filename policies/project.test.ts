import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue } from "#schemas/published-record.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement } from "./agreement-document.ts";
import type { PolicyRequest } from "./decision.ts";
import { permitFor, policiesOf } from "./made-up-policies.ts";
import { ACTIVE, HOUSING, held, madeUpRecord } from "./made-up-record.ts";
import { type Disclosure, isEmpty, project, transformFailures } from "./project.ts";

const document: Agreement = readDraft("agreements/solent-iom.isa.yaml");
const policies = policiesOf([{ document }]);

const crypto = { hmacSha256, pseudonymKey: new TextEncoder().encode("a key of this agreement, recipient and purpose") };

function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  return createHmac("sha256", key).update(data).digest();
}

type Values = Partial<Record<FieldPath, readonly HeldValue[]>>;

function seenBy(request: Partial<PolicyRequest>, values: Values, facts: object = {}): Disclosure {
  const record = madeUpRecord(values, { ...ACTIVE, ...facts });
  return project(record, permitFor(policies, request, record), crypto);
}

test("housing sees the name, an age band, offending by kind, and no trace of the rest", () => {
  const values: Values = {
    "identity.lastName": [held("hampshire-police", "Ashdown")],
    "identity.dateOfBirth": [held("hampshire-police", "2009-02-25")],
    "identity.nationality": [held("hampshire-police", "GBR")],
    "police.pncId": [held("hampshire-police", "2024/9009005L")],
    "police.offendingHistory": [
      held("hampshire-police", { hoCode: "028/01", date: "2025-01-01" }, { itemKey: "1" }),
      held("hampshire-police", { hoCode: "034/00", date: "2025-02-01" }, { itemKey: "2" }),
      held("hampshire-police", { hoCode: "092/01", date: "2025-03-01" }, { itemKey: "3" }),
    ],
    "treatment.engagement": [held("solent-drug-services", "engaging")],
  };

  const { fields } = seenBy(HOUSING, values, { "age-group": "under-18" });

  expect(fields).toEqual({
    "identity.lastName": { value: "Ashdown", form: "full", source: "hampshire-police", asOf: "2026-11-21T07:00:00Z" },
    "identity.dateOfBirth": {
      value: "under-18",
      form: "generalise:age-band",
      source: "hampshire-police",
      asOf: "2026-11",
    },
    "identity.nationality": { value: { present: true }, form: "mask" },
    "police.offendingHistory": {
      value: ["acquisitive, 1-4", "drugs, 1-4"],
      form: "generalise:category-and-band",
      source: "hampshire-police",
      asOf: "2026-11",
    },
  });
});

test("a masked list is one sign of existence, without number, source or date", () => {
  const recalled = { itemFacts: { "recall-executed": "yes" } };
  const enforcement = ["1", "2"].map((itemKey) =>
    held("solent-probation", { kind: "recall", at: "2026-11-19T10:00:00Z" }, { itemKey, ...recalled }),
  );
  expect(seenBy(HOUSING, { "probation.enforcement": enforcement }).fields).toEqual({
    "probation.enforcement": { value: { present: true }, form: "mask" },
  });
});

test("a list carries the items released and leaves no gap for the rest", () => {
  const condition = (itemKey: string, category: string) =>
    held("solent-probation", { category, text: "secret" }, { itemKey, itemFacts: { "condition-category": category } });
  const conditions = [condition("1", "treatment"), condition("2", "exclusion"), condition("3", "residence")];
  expect(seenBy(HOUSING, { "probation.licenceConditions": conditions }).fields).toEqual({
    "probation.licenceConditions": {
      value: ["exclusion", "residence"],
      form: "generalise:category",
      source: "solent-probation",
      asOf: "2026-11-21",
    },
  });
});

test("a list of several agencies names them all, with the newest date", () => {
  const aliases = [
    held("solent-probation", { last: "Ashton" }, { itemKey: "p1", asOf: "2026-11-20T08:00:00Z" }),
    held("hampshire-police", { last: "Ash" }, { itemKey: "h1", asOf: "2026-11-01T08:00:00Z" }),
    held("solent-drug-services", { last: "Secret" }, { itemKey: "d1" }),
  ];
  expect(seenBy({ party: "solent-yot", role: "yotWorker" }, { "identity.aliases": aliases }).fields).toEqual({
    "identity.aliases": {
      value: [{ last: "Ashton" }, { last: "Ash" }],
      form: "full",
      source: "hampshire-police,solent-probation",
      asOf: "2026-11-20T08:00:00Z",
    },
  });
});

test("items of a list in different forms stand together, the highest first", () => {
  const aliases = [
    held("hampshire-police", { first: "Danny", last: "Ash", usedForTenancy: true }, { itemKey: "1" }),
    held("solent-housing", { first: "Daniel", last: "Ashton", dob: "1989-04-12" }, { itemKey: "2" }),
  ];
  expect(seenBy(HOUSING, { "identity.aliases": aliases }).fields["identity.aliases"]).toEqual({
    value: [
      { first: "Daniel", last: "Ashton", dob: "1989-04-12" },
      { first: "Danny", last: "Ash" },
    ],
    form: "full",
    source: "solent-housing",
    asOf: "2026-11-21T07:00:00Z",
  });
});

test("a null that is disclosed is null, in full and generalised", () => {
  const values: Values = {
    "identity.gender": [held("hampshire-police", null)],
    "identity.dateOfBirth": [held("hampshire-police", null)],
  };
  const { fields } = seenBy(HOUSING, values, { "age-group": "under-18" });
  expect(fields["identity.gender"]).toMatchObject({ form: "full", value: null });
  expect(fields["identity.dateOfBirth"]).toMatchObject({ form: "generalise:age-band", value: null });
});

test("two recipients cannot join by pseudonym, one recipient can count", () => {
  const pnc = { "police.pncId": [held("hampshire-police", "2007/9001234F")] };
  const spo = { role: "spo", purpose: "evaluation" };
  const one = seenBy(spo, pnc).fields["police.pncId"];
  const again = seenBy(spo, pnc).fields["police.pncId"];
  const record = madeUpRecord(pnc, ACTIVE);
  const other = project(record, permitFor(policies, spo, record), { hmacSha256, pseudonymKey: new Uint8Array([1]) });

  expect(one).toEqual(again);
  expect(one).toMatchObject({ form: "pseudonymise", value: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(other.fields["police.pncId"]?.value).not.toBe(one?.value);
});

test("a form that cannot be made withholds its field, and is told to the hub alone", () => {
  const disclosure = seenBy(HOUSING, {
    "identity.lastName": [held("hampshire-police", "Ashdown")],
    "police.offendingHistory": [held("hampshire-police", { hoCode: "28E" }, { itemKey: "1" })],
  });
  expect(Object.keys(disclosure.fields)).toEqual(["identity.lastName"]);
  expect(transformFailures(disclosure)).toEqual(["police.offendingHistory"]);
  expect(JSON.stringify(disclosure)).not.toContain("offendingHistory");
});

test("a disclosure can come out empty, and says so", () => {
  const values: Values = { "police.offendingHistory": [held("hampshire-police", { hoCode: "28E" }, { itemKey: "1" })] };
  const record = madeUpRecord(values, ACTIVE);
  const permit = permitFor(policies, HOUSING, record);
  expect(isEmpty(project(record, permit, crypto))).toBe(true);
});

test("a permit discloses only the record it was decided on", () => {
  const mine = madeUpRecord({ "identity.lastName": [held("hampshire-police", "Ashdown")] }, ACTIVE);
  const other = madeUpRecord({ "identity.lastName": [held("hampshire-police", "Brennan")] });
  const permit = permitFor(policies, HOUSING, mine);
  expect(() => project(other, permit, crypto)).toThrow("only the record it was decided on");
  expect(() => project(mine, { ...permit }, crypto)).toThrow("only the record it was decided on");
});

test("what looks like a disclosure is not one", () => {
  const lookAlike = {
    personId: null,
    party: "solent-housing",
    purpose: "iom-case-management",
    agreement: { id: "solent-iom", version: 1 },
    fields: {},
  } as const;
  // @ts-expect-error: the brand is known to project.ts alone, so no object written elsewhere is a Disclosure
  const disclosure: Disclosure = lookAlike;
  expect(transformFailures(disclosure)).toEqual([]);
});

test("duties travel with what is disclosed: marking, when to delete what, and whom it may be passed on to", () => {
  const consent = {
    consentId: "CN-1",
    takenBy: "solent-drug-services",
    state: "given" as const,
    fields: ["treatment.engagement"],
    recipients: ["solent-probation"],
    purposes: ["iom-case-management"],
    validFrom: "2026-01-01T00:00:00Z",
    expiresAt: null,
    withdrawnAt: null,
  };
  const values: Values = {
    "identity.lastName": [held("hampshire-police", "Ashdown")],
    "probation.crn": [held("solent-probation", "X900001")],
    "treatment.engagement": [held("solent-drug-services", "engaging")],
  };
  const record = madeUpRecord(values, ACTIVE, { consents: [consent] });

  const { fields, obligations } = project(record, permitFor(policies, {}, record), crypto);

  expect(Object.keys(fields)).toEqual(Object.keys(values));
  expect(obligations).toEqual({
    marking: "OFFICIAL-SENSITIVE",
    // Nothing is due of the CRN, which is probation's own.
    deleteAfterDays: { id: 365, health: 30 },
    onward: { default: "with-originator-consent", fields: { "treatment.engagement": "never" } },
  });
});

test("duties name no field that is not disclosed", () => {
  const values: Values = {
    "identity.lastName": [held("hampshire-police", "Ashdown")],
    "treatment.engagement": [held("solent-drug-services", "engaging")],
  };
  expect(seenBy({}, values).obligations).toEqual({
    marking: "OFFICIAL-SENSITIVE",
    deleteAfterDays: { id: 365 },
    onward: { default: "with-originator-consent", fields: {} },
  });
});
