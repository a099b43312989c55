import { randomUUID } from "node:crypto";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { isFieldPath } from "#schemas/field-paths.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { Scheme, SchemeAgency } from "#schemas/scheme.ts";
import { type ChangedRecord, changeRecord } from "#services/core/record/change-record.ts";
import type { RecordChange } from "#services/core/record/record-change.ts";
import type { Sql } from "#services/platform/database/database.ts";
import { type Canary, canaryFields } from "../canaries/canary-value.ts";

/** A person of whom every agency of the scheme holds every field it owns, each leaf a canary. */
export type CanaryPerson = {
  readonly name: string;
  readonly personId: string;
  /** By agency, whose canary is whose: the same field of two agencies holds different tokens. */
  readonly canaries: ReadonlyMap<string, readonly Canary[]>;
};

export type Story = {
  readonly name: string;
  readonly personId?: string;
  readonly serial: number;
  readonly now: Date;
  /** Fields whose value decides what kind of person this is. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly changes?: Readonly<Record<string, readonly RecordChange[]>>;
};

const LIST_FACTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "police.intelligence": { "handling-code": "p", "human-release": "not-released" },
  "police.bailConditions": { "condition-category": "residence" },
  "probation.licenceConditions": { "condition-category": "treatment" },
  "probation.criminogenicNeeds": { "need-pathway": "accommodation" },
  "probation.enforcement": { "recall-executed": "yes" },
  "probation.dynamicRisks": { "risk-category": "other" },
};

/** Writes the person with the core's own code, as if every agency had sent everything at once. */
export async function plantCanaries(core: Sql, scheme: Scheme, story: Story): Promise<CanaryPerson> {
  const personId = story.personId ?? randomUUID();
  const canaries = new Map<string, readonly Canary[]>();
  await core.begin(async (tx) => {
    await tx`insert into core.person (person_id, created_at) values (${personId}, ${story.now}) on conflict do nothing`;
    for (const [at, agency] of scheme.agencies.entries()) {
      const planted = changesOf(agency, story, story.serial * scheme.agencies.length + at);
      canaries.set(agency.agencyId, planted.canaries);
      await changeAs(tx, scheme, { personId, agency, now: story.now, changes: planted.changes });
      await tx`
        insert into core.feed_reading (agency_id, read_at) values (${agency.agencyId}, ${story.now})
        on conflict (agency_id) do update set read_at = excluded.read_at`;
    }
  });
  return { name: story.name, personId, canaries };
}

type Planted = { readonly changes: readonly RecordChange[]; readonly canaries: readonly Canary[] };

function changesOf(agency: SchemeAgency, story: Story, serial: number): Planted {
  const changes: RecordChange[] = [...(story.changes?.[agency.agencyId] ?? [])];
  const canaries: Canary[] = [];
  for (const [field, canary] of canaryFields(serial)) {
    const owner = isFieldPath(field) ? CATALOGUE[field].owner : "";
    if (
      !isFieldPath(field) ||
      field === "identity.accessRestriction" ||
      (owner !== "any" && owner !== agency.agencyType)
    ) {
      continue;
    }
    const isSet = field in story.values;
    const value = isSet ? story.values[field] : canary.value;
    if (value !== undefined) {
      changes.push(changeOf(field, value, story));
      canaries.push(...canary.canaries.map((one) => (isSet ? { ...one, token: null } : one)));
    }
  }
  return { changes, canaries };
}

function changeOf(field: keyof typeof CATALOGUE, value: unknown, story: Story): RecordChange {
  const asOf = story.now.toISOString();
  if (!CATALOGUE[field].list) {
    return { kind: "set", field, value, asOf };
  }
  // One item of each agency's list is the recipient's own, so that `item-owner` is known.
  const owner = CATALOGUE[field].cellFacts.includes("item-owner") ? { itemOwner: "solent-housing" } : {};
  return { kind: "put-item", field, itemKey: "1", value, asOf, itemFacts: LIST_FACTS[field] ?? {}, ...owner };
}

type ChangeAs = {
  readonly personId: string;
  readonly agency: SchemeAgency;
  readonly now: Date;
  readonly changes: readonly RecordChange[];
};

/** What one agency has to say of a person, taken in by the core's own code. */
export function changeAs(
  tx: Parameters<typeof changeRecord>[0],
  scheme: Scheme,
  { personId, agency, now, changes }: ChangeAs,
): Promise<ChangedRecord> {
  const { agencyId, agencyType } = agency;
  const event: AgencyEvent = {
    specversion: "1.0",
    id: `canary-${randomUUID()}`,
    source: `/agencies/${agencyId}/canaries`,
    type: `${agencyType}.canary.planted`,
    time: now.toISOString(),
    datacontenttype: "application/json",
    dataschema: `/schemas/${agencyType}.canary.planted/1`,
    agencyid: agencyId,
    recordedtime: now.toISOString(),
    gscmarking: "OFFICIAL",
    data: {
      version: 1,
      sourceRecordRef: "canary",
      personReference: null,
      dataSubjectCategory: "convicted",
      assertion: "fact",
      additionalInformation: {},
    },
  };
  const speaker = { agencyId, agencyType, recordKey: "canary", now };
  return changeRecord(tx, { personId, events: [event], speaker }, { scheme, changesOf: () => changes });
}
