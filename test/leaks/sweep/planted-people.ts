import type { ConsentRecord } from "#schemas/published-record.ts";
import { PURPOSES } from "#schemas/vocabulary.ts";
import { ORACLE_CATALOGUE } from "../oracle/catalogue.ts";
import { type CanaryHub, NOW } from "./canary-hub.ts";
import { type CanaryPerson, plantCanaries, type Story } from "./canary-people.ts";

/** The officer whom the restricted person's exclusion list names. */
export const EXCLUDED = "j.marsh@probation.example";

const ACTIVE = { "iom.lifecycleState": "active", "iom.cohort": "fixed" };
const TREATED = { type: "DRR", start: "2026-05-29", end: "2027-05-28" };

/** One person for each state that changes who may see what. */
export async function plantPeople(hub: CanaryHub): Promise<readonly CanaryPerson[]> {
  const people: CanaryPerson[] = [];
  for (const story of stories(hub)) {
    people.push(await plantCanaries(hub.core, hub.stage.hub.scheme, story));
  }
  return people;
}

/** The adult once more, with every value changed: what the subscribers are to be told of. */
export function plantAgain(hub: CanaryHub, { personId }: CanaryPerson): Promise<CanaryPerson> {
  const now = new Date(NOW.getTime() + 1_000);
  const story = { name: "changed", personId, serial: 4, now, values: { ...ACTIVE, "probation.requirements": TREATED } };
  return plantCanaries(hub.core, hub.stage.hub.scheme, story);
}

function stories(hub: CanaryHub): readonly Story[] {
  const given = consentFrom(hub, null);
  return [
    {
      name: "adult who has agreed",
      serial: 0,
      now: NOW,
      values: { ...ACTIVE, "probation.requirements": TREATED },
      changes: { "solent-drug-services": [{ kind: "consent", consent: given }] },
    },
    {
      name: "adult who has withdrawn",
      serial: 1,
      now: NOW,
      values: { ...ACTIVE, "iom.cohort": "free" },
      changes: { "solent-drug-services": [{ kind: "consent", consent: consentFrom(hub, "2026-11-18T14:25:00Z") }] },
    },
    { name: "child", serial: 2, now: NOW, values: { ...ACTIVE, "identity.dateOfBirth": "2010-03-09" } },
    {
      name: "restricted",
      serial: 3,
      now: NOW,
      values: ACTIVE,
      changes: {
        "solent-probation": [
          {
            kind: "restrict-access",
            excluded: [EXCLUDED, "solent-housing"],
            restricted: [],
            asOf: NOW.toISOString(),
          },
        ],
      },
    },
  ];
}

function consentFrom({ stage }: CanaryHub, withdrawnAt: string | null): Omit<ConsentRecord, "takenBy"> {
  return {
    consentId: withdrawnAt === null ? "CN-given" : "CN-withdrawn",
    state: "given",
    fields: [...ORACLE_CATALOGUE.keys()].filter((field) => field.startsWith("treatment.")),
    recipients: stage.hub.scheme.agencies.map(({ agencyId }) => agencyId),
    purposes: [...PURPOSES],
    validFrom: "2026-06-08T00:00:00Z",
    expiresAt: null,
    withdrawnAt,
  };
}
