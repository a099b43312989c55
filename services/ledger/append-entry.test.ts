import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { FIELD_PATHS } from "#schemas/generated/field-paths.ts";
import { leafHash, sealEntry } from "./append-entry.ts";
import type { LedgerEntryInput } from "./entry.ts";

const PERSON = "6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11";
const subjectKey = randomBytes(32);

const disclosure: LedgerEntryInput = {
  kind: "disclosure",
  time: new Date("2026-11-21T12:00:00Z"),
  agency: "solent-housing",
  actor: "hous-01",
  recipients: ["solent-housing"],
  purpose: "iom-case-management",
  legalGateways: ["cda1998.s115"],
  agreement: "solent-iom@1",
  resource: "person",
  personId: PERSON,
  fields: ["identity.firstName"],
  request: { keyid: "k".repeat(43), nonce: "n".repeat(22), signature: "hub=:c2ln:", signatureBase: '"@method": GET' },
  response: { status: 200, disclosed: { "identity.firstName": { value: "Dana", form: "full" } } },
  decisionRef: "PERMITTED",
  detail: { personId: PERSON, note: "Marsh" },
};

test("an entry over 4 KiB is refused, not cut", () => {
  const recipients = Array.from({ length: 300 }, (_, index) => `agency-number-${index}`);
  expect(() => sealEntry({ ...disclosure, recipients }, subjectKey)).toThrow(RangeError);
});

test("an entry that names every field there is still fits", () => {
  expect(sealEntry({ ...disclosure, fields: FIELD_PATHS }, subjectKey).entry.length).toBeLessThanOrEqual(4096);
});

test("no name, id, signature base or detail is in the entry bytes", () => {
  const text = sealEntry(disclosure, subjectKey).entry.toString("utf8");
  for (const secret of ["Dana", "Marsh", PERSON, "@method", "c2ln"]) {
    expect(text).not.toContain(secret);
  }
});

test("the same act twice gives two leaves that cannot be joined but by the subject", () => {
  const first = JSON.parse(sealEntry(disclosure, subjectKey).entry.toString("utf8"));
  const second = JSON.parse(sealEntry(disclosure, subjectKey).entry.toString("utf8"));
  expect(first.subject_commit).toBe(second.subject_commit);
  expect(first.detail_commit).not.toBe(second.detail_commit);
  expect(first.request.commit).not.toBe(second.request.commit);
  expect(first.response.commit).not.toBe(second.response.commit);
});

test.each([
  ["another agency", { agency: "hampshire-police" }],
  ["another purpose", { purpose: "evaluation" }],
])("entries of %s about the same person have nothing in common", (_whose, other) => {
  const one = JSON.parse(sealEntry(disclosure, subjectKey).entry.toString("utf8"));
  const two = JSON.parse(sealEntry({ ...disclosure, ...other }, subjectKey).entry.toString("utf8"));
  expect(one.subject_commit).not.toBe(two.subject_commit);
});

test("an entry has the members of the design and no others", () => {
  const sealed = sealEntry(disclosure, subjectKey);
  expect(JSON.parse(sealed.entry.toString("utf8"))).toEqual({
    v: 1,
    time: "2026-11-21T12:00:00.000Z",
    kind: "disclosure",
    agency: "solent-housing",
    actor_ref: "hous-01",
    recipient: ["solent-housing"],
    purpose: "iom-case-management",
    legal_gateway: ["cda1998.s115"],
    agreement: "solent-iom@1",
    resource: "person",
    subject_commit: expect.any(String),
    fields: ["identity.firstName"],
    request: { keyid: "k".repeat(43), nonce: "n".repeat(22), commit: expect.any(String) },
    response: { status: 200, commit: expect.any(String) },
    decision_ref: "PERMITTED",
    detail_commit: expect.any(String),
  });
});

test("the salt kept beside the log opens the commitment to the detail", () => {
  const sealed = sealEntry(disclosure, subjectKey);
  const opened = createHash("sha256").update(sealed.detailSalt).update(sealed.detail).digest("base64");
  expect(JSON.parse(sealed.entry.toString("utf8")).detail_commit).toBe(opened);
});

test("a leaf is the RFC 6962 hash of the entry bytes", () => {
  expect(leafHash(Buffer.alloc(0)).toString("hex")).toBe(
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
});
