import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { PersonFact } from "#schemas/vocabulary.ts";
import type { PolicyRequest } from "./decision.ts";

/** The instant at which tests of this folder take place. */
export const NOW = new Date("2026-11-21T09:00:00Z");

/** Facts of somebody whose data may be shared, for tests. */
export const ACTIVE = { "lifecycle-state": "active", "age-group": "adult" } as const;

/** Callers of the demonstration's agreement, for tests. */
export const HOUSING = { party: "solent-housing", actorEmail: "officer@housing.example", role: "housingOfficer" };
export const TEAM = { party: "iom-team", actorEmail: "lead@iom.example", role: "leadOfficer" };
export const DRUGS = { party: "solent-drug-services", actorEmail: "worker@drugs.example", role: "drugWorker" };

const AS_OF = "2026-11-21T07:00:00Z";

/** A value as one agency gave it, for tests; nobody it is about exists. */
export function held(originator: string, value: unknown, more: Partial<HeldValue> = {}): HeldValue {
  return { originator, value, asOf: AS_OF, ...more };
}

/** A record of an invented person, for tests: facts are fresh, nobody restricted it and no consent is recorded. */
export function madeUpRecord(
  values: Partial<Record<FieldPath, readonly HeldValue[]>>,
  facts: Partial<Record<PersonFact, string>> = {},
  more: Partial<PublishedRecord> = {},
): PublishedRecord {
  const timelines = Object.entries(facts).map(([fact, value]) => [
    fact,
    { steps: [{ from: null, value }], readAt: AS_OF },
  ]);
  return {
    personId: "8f6f5a1c-0000-4000-8000-000000000001",
    version: 1,
    values,
    facts: Object.fromEntries(timelines),
    consents: [],
    accessRestriction: null,
    hubStop: null,
    ...more,
  };
}

/** A request of a probation practitioner under the worked example, for tests. */
export function madeUpRequest(more: Partial<PolicyRequest> = {}): PolicyRequest {
  return {
    now: NOW,
    party: "solent-probation",
    actor: "prac-01",
    actorEmail: "practitioner@probation.example",
    role: "probationPractitioner",
    agreementId: null,
    purpose: "iom-case-management",
    outlet: "people.read",
    fields: null,
    ...more,
  };
}
