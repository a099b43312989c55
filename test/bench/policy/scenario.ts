import { createHmac } from "node:crypto";
import type { Agreement } from "#policies/agreement-document.ts";
import { CATALOGUE } from "#policies/catalogue.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import { loadAgreements } from "#policies/load-agreements.ts";
import { ALWAYS_ACTIVE, type PolicySet } from "#policies/policy-set.ts";
import type { PseudonymCrypto } from "#policies/transforms/pseudonymise.ts";
import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import { PERSON_FACTS, type PersonFact } from "#schemas/vocabulary.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import { canaryFields } from "#test/leaks/canaries/canary-value.ts";

/** A lead officer of the IOM team reads a record of 60 fields that six agencies filled; nobody it is about exists. */
export const NOW = new Date("2026-11-21T12:00:00Z");

export const REQUEST: PolicyRequest = {
  now: NOW,
  party: "iom-team",
  actor: "lead-01",
  actorEmail: "lead@iom.example",
  role: "leadOfficer",
  agreementId: null,
  purpose: "iom-case-management",
  outlet: "people.read",
  fields: null,
};

/** What is known of the person. */
export const FACTS: Readonly<Record<PersonFact, string>> = {
  "age-group": "adult",
  "lifecycle-state": "active",
  cohort: "fixed",
  "transition-stage": "none",
  mappa: "yes",
  "sentence-treatment": "in-force",
  "safeguarding-route": "closed",
  "duty-to-refer-consent": "given",
};

export const CRYPTO: PseudonymCrypto = {
  hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
  pseudonymKey: new Uint8Array(32),
};

export function scenarioAgreement(): Agreement {
  return readDraft("agreements/solent-iom.isa.yaml");
}

export function scenarioPolicies(documents: readonly Agreement[] = [scenarioAgreement()]): PolicySet {
  const sources = documents.map((document) => {
    const boundFrom = Object.fromEntries(document.parties.map(({ id }) => [id, document.effective.from]));
    return { document, status: { steps: ALWAYS_ACTIVE, boundFrom, withheld: [] } };
  });
  const loaded = loadAgreements(sources, { hostOf: { "iom-team": "hampshire-police" } });
  if ("faults" in loaded) {
    throw new Error(loaded.faults.map(({ message }) => message).join("\n"));
  }
  return loaded.policies;
}

const OWNERS: Readonly<Record<string, string>> = {
  any: "hampshire-police",
  police: "hampshire-police",
  probation: "solent-probation",
  housing: "solent-housing",
  "drug-services": "solent-drug-services",
  prison: "winchester-prison",
};
const AS_OF = "2026-11-20T07:00:00Z";
const FIELDS = 60;

/** The fields of the record, in the order in which they stand. */
export const SCENARIO_FIELDS: readonly FieldPath[] = FIELD_PATHS.filter(
  (field) => !/^(youth|iom|tag)\./.test(field) && field !== "identity.accessRestriction",
).slice(0, FIELDS);

/** Other people have other values under the same names. */
export function scenarioRecord(serial: number): PublishedRecord {
  const made = canaryFields(serial);
  const values = SCENARIO_FIELDS.map((field) => [field, heldValues(field, made.get(field)?.value)] as const);
  const timelines = PERSON_FACTS.map((fact) => [
    fact,
    { steps: [{ from: null, value: FACTS[fact] }], readAt: "2026-11-21T07:00:00Z" },
  ]);
  return {
    personId: "8f6f5a1c-0000-4000-8000-000000000001",
    version: 1,
    values: Object.fromEntries(values),
    facts: Object.fromEntries(timelines),
    consents: [],
    accessRestriction: null,
    hubStop: null,
  };
}

function heldValues(field: FieldPath, value: unknown): readonly HeldValue[] {
  const originator = OWNERS[CATALOGUE[field].owner] ?? "";
  if (!CATALOGUE[field].list) {
    return [{ originator, value, asOf: AS_OF }];
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item, at) => ({ originator, value: item, asOf: AS_OF, itemKey: String(at) }));
}
