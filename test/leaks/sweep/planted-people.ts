import type { ConsentRecord } from "#schemas/published-record.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { PURPOSES } from "#schemas/vocabulary.ts";
import type { Sql } from "#services/platform/database/database.ts";
import { ORACLE_CATALOGUE } from "../oracle/catalogue.ts";
import { NOW } from "./canary-hub.ts";
import { type CanaryPerson, plantCanaries, type Story } from "./canary-people.ts";

/** The officer whom the restricted person's exclusion list names. */
export const EXCLUDED = "j.marsh@probation.example";

const ACTIVE = { "iom.lifecycleState": "active", "iom.cohort": "fixed" };
const TREATED = { type: "DRR", start: "2026-05-29", end: "2027-05-28" };

/** One person for each state that changes who may see what. */
export async function plantPeople(core: Sql, scheme: Scheme): Promise<readonly CanaryPerson[]> {
  const people: CanaryPerson[] = [];
  for (const story of stories(scheme)) {
    people.push(await plantCanaries(core, scheme, story));
  }
  const sealed = await plantCanaries(core, scheme, { name: "sealed", serial: 7, now: NOW, values: ACTIVE });
  // No feed seals a record yet, so the stop is put where the core would publish it.
  await core`update core.person set document = document || '{"hubStop":"sealed"}' where person_id = ${sealed.personId}`;
  return [...people, sealed];
}

/** Somebody once more, as an adult with every value changed: what the subscribers are to be told of. */
export function plantAgain(core: Sql, scheme: Scheme, { personId }: CanaryPerson, serial = 4): Promise<CanaryPerson> {
  const now = new Date(NOW.getTime() + serial * 1_000);
  // Far on in the series a date of birth would be that of a child.
  const born = serial > 4 ? { "identity.dateOfBirth": `19${50 + serial}-03-09` } : {};
  const values = { ...ACTIVE, "probation.requirements": TREATED, ...born };
  return plantCanaries(core, scheme, { name: "changed", personId, serial, now, values });
}

function stories(scheme: Scheme): readonly Story[] {
  const given = consentFrom(scheme, null);
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
      changes: { "solent-drug-services": [{ kind: "consent", consent: consentFrom(scheme, "2026-11-18T14:25:00Z") }] },
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
    { name: "in custody", serial: 5, now: NOW, values: { ...ACTIVE, "iom.lifecycleState": "custody" } },
    { name: "closed", serial: 6, now: NOW, values: { ...ACTIVE, "iom.lifecycleState": "deregistered" } },
  ];
}

function consentFrom({ agencies }: Scheme, withdrawnAt: string | null): Omit<ConsentRecord, "takenBy"> {
  return {
    consentId: withdrawnAt === null ? "CN-given" : "CN-withdrawn",
    state: "given",
    fields: [...ORACLE_CATALOGUE.keys()].filter((field) => field.startsWith("treatment.")),
    recipients: agencies.map(({ agencyId }) => agencyId),
    purposes: [...PURPOSES],
    validFrom: "2026-06-08T00:00:00Z",
    expiresAt: null,
    withdrawnAt,
  };
}
