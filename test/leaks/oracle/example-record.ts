import type { ConsentRecord, FactTimeline, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { OracleAgreement } from "./agreement.ts";
import { ORACLE_CATALOGUE } from "./catalogue.ts";

const CELL_FACTS = [
  "handling-code",
  "human-release",
  "condition-category",
  "need-pathway",
  "recall-executed",
  "risk-category",
];
const CONSENT_DATES: Readonly<Record<string, Partial<ConsentRecord>>> = {
  given: {},
  refused: { state: "refused" },
  withdrawn: { withdrawnAt: "2026-10-01T00:00:00Z" },
  expired: { expiresAt: "2026-10-01T00:00:00Z" },
};

/** An invented person of whom exactly these facts are known, and who has one value in every field from every party that could have given it. */
export function exampleRecord(
  agreement: OracleAgreement,
  facts: Readonly<Record<string, string>>,
  now: Date,
): PublishedRecord {
  const values: Record<string, readonly HeldValue[]> = {};
  for (const { path, owner } of ORACLE_CATALOGUE.values()) {
    const originators = agreement.parties.filter(({ agencyType }) => owner === "any" || owner === agencyType);
    values[path] = originators.map(({ id }) => exampleValue(path, id, facts));
  }
  return {
    personId: "00000000-0000-4000-8000-000000000001",
    version: 1,
    values: values as PublishedRecord["values"],
    facts: timelines(facts, now),
    consents: consents(agreement, facts["treatment-consent"]),
    accessRestriction: null,
    hubStop: null,
  };
}

function exampleValue(path: string, originator: string, facts: Readonly<Record<string, string>>): HeldValue {
  const itemFacts = Object.fromEntries(Object.entries(facts).filter(([fact]) => CELL_FACTS.includes(fact)));
  return { originator, value: path, asOf: "2026-09-01T00:00:00Z", itemKey: `${path}-${originator}`, itemFacts };
}

function timelines(facts: Readonly<Record<string, string>>, now: Date): PublishedRecord["facts"] {
  const known = Object.entries(facts).filter(([fact]) => !CELL_FACTS.includes(fact) && fact !== "treatment-consent");
  const timeline = (value: string): FactTimeline => ({ steps: [{ from: null, value }], readAt: now.toISOString() });
  return Object.fromEntries(known.map(([fact, value]) => [fact, timeline(value)]));
}

/** No fact given means that consents cannot be read, so that the answer is `unknown`, as the page counts it. */
function consents(agreement: OracleAgreement, state: string | undefined): PublishedRecord["consents"] {
  if (state === undefined) {
    return "unreadable";
  }
  const dates = CONSENT_DATES[state];
  const consent: ConsentRecord = {
    consentId: "CN-1",
    takenBy: "solent-drug-services",
    state: "given",
    fields: [...ORACLE_CATALOGUE.keys()],
    recipients: agreement.parties.map(({ id }) => id),
    purposes: agreement.purposes.map(({ id }) => id),
    validFrom: "2026-09-01T00:00:00Z",
    expiresAt: null,
    withdrawnAt: null,
  };
  return dates === undefined ? [] : [{ ...consent, ...dates }];
}
