import { expect, test } from "vitest";
import type { ConsentRecord } from "#schemas/published-record.ts";
import { treatmentConsentAt } from "./treatment-consent.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

const police = {
  field: "treatment.engagement",
  recipients: ["hampshire-police"],
  purpose: "iom-case-management",
  nowMs: now,
};
const team = { ...police, recipients: ["iom-team", "hampshire-police"] };

function consent(more: Partial<ConsentRecord> = {}): ConsentRecord {
  return {
    consentId: "CN-7001",
    takenBy: "solent-drug-services",
    state: "given",
    fields: ["treatment.engagement"],
    recipients: ["hampshire-police"],
    purposes: ["iom-case-management"],
    validFrom: "2026-10-01T00:00:00Z",
    expiresAt: "2027-10-01T00:00:00Z",
    withdrawnAt: null,
    ...more,
  };
}

test.each([
  ["no record", [], "not-asked"],
  ["one in force", [consent()], "given"],
  ["one for another field", [consent({ fields: ["treatment.keyworker"] })], "not-asked"],
  ["one for another recipient", [consent({ recipients: ["solent-probation"] })], "not-asked"],
  ["one for another purpose", [consent({ purposes: ["risk-management"] })], "not-asked"],
  ["one not yet in force", [consent({ validFrom: "2026-12-01T00:00:00Z" })], "not-asked"],
  [
    "one withdrawn before it was in force",
    [consent({ validFrom: "2026-12-01T00:00:00Z", withdrawnAt: "2026-11-18T14:25:00Z" })],
    "withdrawn",
  ],
  ["one that begins now", [consent({ validFrom: "2026-11-21T12:00:00Z" })], "given"],
  ["one that ends now", [consent({ expiresAt: "2026-11-21T12:00:00Z" })], "expired"],
  ["one without an end", [consent({ expiresAt: null })], "given"],
  ["one withdrawn now", [consent({ withdrawnAt: "2026-11-21T12:00:00Z" })], "withdrawn"],
  ["one to be withdrawn tomorrow", [consent({ withdrawnAt: "2026-11-22T12:00:00Z" })], "given"],
  ["one with an end that cannot be read", [consent({ expiresAt: "next year" })], "expired"],
  ["a refusal", [consent({ state: "refused" })], "refused"],
  [
    "an expired one and a later refusal",
    [
      consent({ expiresAt: "2026-11-01T00:00:00Z" }),
      consent({ consentId: "CN-7005", state: "refused", validFrom: "2026-11-10T00:00:00Z" }),
    ],
    "refused",
  ],
  [
    "a refusal and a later consent that was withdrawn",
    [consent({ state: "refused" }), consent({ consentId: "CN-7008", withdrawnAt: "2026-11-18T14:25:00Z" })],
    "withdrawn",
  ],
  [
    "a withdrawn one and another still in force",
    [consent({ withdrawnAt: "2026-11-18T14:25:00Z" }), consent({ consentId: "CN-7009" })],
    "given",
  ],
] as const)("with %s the consent is %s", (_, consents, state) => {
  expect(treatmentConsentAt([...consents], police).toString()).toBe(state);
});

test("consents that cannot be read are unknown, not absent", () => {
  expect(treatmentConsentAt("unreadable", police)).toBe("unknown");
});

test("consent to the police covers the team they host, and not the other way about", () => {
  expect(treatmentConsentAt([consent()], team)).toBe("given");
  expect(treatmentConsentAt([consent({ recipients: ["iom-team"] })], police)).toBe("not-asked");
  expect(treatmentConsentAt([consent({ withdrawnAt: "2026-11-18T14:25:00Z" })], team)).toBe("withdrawn");
});
