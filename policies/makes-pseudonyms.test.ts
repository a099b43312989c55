import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import { policiesOf } from "./made-up-policies.ts";
import { makesPseudonyms } from "./makes-pseudonyms.ts";
import { scopeOf } from "./policy-set.ts";

const [agreement] = policiesOf([{ document: readDraft("worked-example.isa.yaml") }]).agreements;

test.each([
  ["solent-probation", "spo", "evaluation", true],
  ["solent-probation", "probationPractitioner", "evaluation", true],
  // An originator may hold the identifier of the police back to a pseudonym.
  ["solent-probation", "probationPractitioner", "iom-case-management", true],
  ["solent-housing", "housingOfficer", "tenancy-support", false],
  ["hampshire-police", "iomInspector", "emergency", false],
] as const)("to %s as %s for %s: %s", (party, role, purpose, expected) => {
  const scope = agreement === undefined ? undefined : scopeOf(agreement, party, role, purpose);
  expect(scope && makesPseudonyms({ scope, purpose })).toBe(expected);
});
