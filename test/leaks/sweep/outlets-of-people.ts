import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Officer } from "#schemas/scheme.ts";
import { PURPOSES } from "#schemas/vocabulary.ts";
import { ORACLE_CATALOGUE } from "../oracle/catalogue.ts";
import type { OracleRequest } from "../oracle/gate.ts";
import type { CanaryPerson } from "./canary-people.ts";
import { type Expected, expectation } from "./expectation.ts";
import { EXCLUDED } from "./planted-people.ts";
import { leaksIn, missingFrom, oracleRequest, type Probe, wronglyShown } from "./probe.ts";

const STATUS_OF_REFUSAL: Readonly<Record<string, number>> = {
  "not-found": 404,
  "purpose-not-permitted": 403,
  "actor-not-permitted": 403,
  "agreement-not-in-force": 403,
  "agreement-required": 400,
};

type PersonAnswer = {
  readonly fields?: Readonly<Record<string, { readonly form: string; readonly value: unknown }>>;
  readonly code?: string;
};

/**
 * Reads everybody as every kind of officer: the first person for every purpose, under every agreement that could be
 * named; the others, who differ in what is known of them, for the purposes in which that makes a difference.
 */
export async function sweepPeople(
  probe: Probe,
  officers: readonly Officer[] = everyKindOf(probe.hub.stage.hub.scheme.officers),
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [at, person] of probe.people.entries()) {
    for (const officer of officers) {
      for (const request of requestsOf(probe, officer, at === 0 ? PURPOSES : TELLING_PURPOSES)) {
        problems.push(...(await readPerson(probe, officer, person, request)));
      }
    }
  }
  return problems;
}

const TELLING_PURPOSES = ["iom-case-management", "youth-transition", "evaluation"] as const;

/** One officer of each agency and role, and whoever an exclusion list names. */
function everyKindOf(officers: readonly Officer[]): readonly Officer[] {
  const first = (one: Officer) =>
    officers.find(({ agencyId, role }) => agencyId === one.agencyId && role === one.role) === one;
  return officers.filter((officer) => first(officer) || officer.email === EXCLUDED);
}

function requestsOf({ hub }: Probe, officer: Officer, purposes: readonly string[]): readonly OracleRequest[] {
  const named = hub.world.agreements.map(({ document }) => oracleRequest(officer, "risk-management", document.id));
  return [...purposes.map((purpose) => oracleRequest(officer, purpose)), ...named];
}

/** One reading, held against what the oracle expects of it. */
export async function readPerson(
  probe: Probe,
  { agencyId, actor }: Officer,
  person: CanaryPerson,
  request: OracleRequest,
): Promise<readonly string[]> {
  const { hub } = probe;
  const record = await hub.recordOf(person.personId);
  const personId = await hub.personIdFor(agencyId, person.personId);
  const expected = expectation(hub.world, request, person, record);
  hub.take();
  const agreement = request.agreementId === null ? {} : { agreement: request.agreementId };
  const call = { actor, purpose: request.purpose, ...agreement };
  const answer = await hub.client(agencyId).call("GET", `/v1/people/${personId}`, call);
  const bytes = hub.take();
  const body = answer.body as PersonAnswer;
  const who = `${person.name} to ${actor} of ${agencyId} for ${request.purpose} (${request.agreementId ?? "any"})`;
  if ("refused" in expected) {
    const right = answer.status === STATUS_OF_REFUSAL[expected.refused] && body.code === expected.refused;
    const refusal = right ? [] : [`answered ${answer.status} ${body.code}, expected ${expected.refused}`];
    return [...refusal, ...leaksIn(probe, bytes)].map((problem) => `${who}: ${problem}`);
  }
  const problems = [
    ...(answer.status === 200 ? [] : [`answered ${answer.status} ${body.code}, expected the record`]),
    ...wronglyShown(body.fields ?? {}, expected),
    ...leaksIn(probe, bytes, expected.allowed),
    ...missingFrom(probe, bytes, expected.due),
  ];
  return problems.map((problem) => `${who}: ${problem}`);
}

type SearchAnswer = { readonly people?: readonly { readonly personId: string }[]; readonly code?: string };

const PURPOSE = "iom-case-management";

/** Searches, as one officer of each agency, for every text that the hub holds of everybody, field by field. */
export async function sweepSearches(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const officer of firstOfficers(probe)) {
    for (const person of probe.people) {
      const record = await probe.hub.recordOf(person.personId);
      const expected = expectation(probe.hub.world, oracleRequest(officer, PURPOSE), person, record);
      for (const [field, value] of searchable(person, record, expected)) {
        const cells = "refused" in expected ? [] : expected.shown.filter((cell) => cell.field === field);
        const cell = cells.find((one) => one.form === "full" && one.value.value === value);
        // What only the agency itself gave may be searched or not: no agreement releases it.
        const mayFind = cell !== undefined;
        const mustFind = mayFind && cell.reason !== "OWN_DATA";
        problems.push(...(await search(probe, { officer, person, field, value, mayFind, mustFind, expected })));
      }
    }
  }
  return problems;
}

/** One text of each field, the one that the caller is shown if it is shown any; of all but the first person who they are. */
function searchable(
  { name }: CanaryPerson,
  { values }: PublishedRecord,
  expected: Expected,
): readonly (readonly [string, string])[] {
  const held: Readonly<Record<string, readonly { readonly value: unknown }[] | undefined>> = values;
  const fields = [...ORACLE_CATALOGUE.keys()].filter(
    (field) => name === EVERY_FIELD_OF || field.startsWith("identity."),
  );
  return fields.flatMap((field) => {
    const shown = "refused" in expected ? [] : expected.shown.filter((cell) => cell.field === field);
    const [first] = [...shown.map((cell) => cell.value), ...(held[field] ?? [])];
    return typeof first?.value === "string" ? [[field, first.value] as const] : [];
  });
}

const EVERY_FIELD_OF = "adult who has agreed";

type Searching = {
  readonly officer: Officer;
  readonly person: CanaryPerson;
  readonly field: string;
  readonly value: string;
  readonly mayFind: boolean;
  readonly mustFind: boolean;
  readonly expected: Expected;
};

async function search(probe: Probe, searching: Searching): Promise<readonly string[]> {
  const { officer, person, field, value, mayFind, mustFind, expected } = searching;
  const { agencyId, actor } = officer;
  const personId = await probe.hub.personIdFor(agencyId, person.personId);
  probe.hub.take();
  const answer = await probe.hub
    .client(agencyId)
    .call("POST", "/v1/searches", { actor, purpose: PURPOSE, body: { match: { [field]: value } } });
  const bytes = probe.hub.take();
  const found = ((answer.body as SearchAnswer).people ?? []).some((one) => one.personId === personId);
  const unique = probe.needles.has(value);
  const allowed = "refused" in expected ? new Set<string>() : expected.allowed;
  const problems = [
    ...(found && !mayFind ? [`found by ${field}, which it does not see`] : []),
    ...(!found && mustFind ? [`not found by ${field}, which it sees: ${answer.status}`] : []),
    // A value of a short list may find others as well, whose tokens are for the reading sweep to judge.
    ...(unique ? leaksIn(probe, bytes, found ? allowed : new Set()) : []),
  ];
  return problems.map((problem) => `${person.name} to ${actor} of ${agencyId}: ${problem}`);
}

export function firstOfficers({ hub }: Probe): readonly Officer[] {
  const { agencies, officers } = hub.stage.hub.scheme;
  return agencies.flatMap(({ agencyId }) => officers.find((officer) => officer.agencyId === agencyId) ?? []);
}
