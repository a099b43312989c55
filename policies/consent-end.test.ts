import { expect, test } from "vitest";
import type { ConsentRecord } from "#schemas/published-record.ts";
import { consentEndMs } from "./consent-end.ts";

const ENDED = "2026-11-21T09:00:00Z";
const consent: ConsentRecord = {
  consentId: "CN-1",
  takenBy: "solent-drug-services",
  state: "given",
  fields: ["treatment.engagement"],
  recipients: ["hampshire-police"],
  purposes: ["iom-case-management"],
  validFrom: "2026-06-08T00:00:00Z",
  expiresAt: null,
  withdrawnAt: null,
};
const WITHDRAWN = { ...consent, withdrawnAt: "2026-10-01T00:00:00Z" };
const EXPIRED = { ...consent, expiresAt: "2026-09-01T00:00:00Z" };

test.each([
  ["none was ever given", [], null],
  ["it was refused", [{ ...consent, state: "refused" as const }], null],
  ["it names another field", [{ ...consent, fields: ["treatment.consent"] }], null],
  ["it names another recipient", [{ ...consent, recipients: ["solent-housing"] }], null],
  ["it begins only afterwards", [{ ...consent, validFrom: "2026-12-01T00:00:00Z" }], null],
  ["consents cannot be read", "unreadable" as const, null],
  ["it was withdrawn", [WITHDRAWN], WITHDRAWN.withdrawnAt],
  ["it expired", [EXPIRED], EXPIRED.expiresAt],
  [
    "it was withdrawn before it would have expired",
    [{ ...WITHDRAWN, expiresAt: "2026-12-01T00:00:00Z" }],
    WITHDRAWN.withdrawnAt,
  ],
  ["there was a later one", [EXPIRED, WITHDRAWN], WITHDRAWN.withdrawnAt],
  ["it runs on: the sharing has ended all the same", [consent], ENDED],
])("%s", (_, consents, expected) => {
  const question = {
    field: "treatment.engagement",
    recipients: ["iom-team", "hampshire-police"],
    endedMs: Date.parse(ENDED),
  };
  expect(consentEndMs(consents, question)).toBe(expected === null ? null : Date.parse(expected));
});
