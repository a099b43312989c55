import type { Officer } from "#schemas/scheme.ts";
import { firstOfficers, readPerson } from "./outlets-of-people.ts";
import { leaksIn, oracleRequest, type Probe } from "./probe.ts";

const PURPOSE = "iom-case-management";
const ORIGINATOR = "hampshire-police";

/** Every way in which the police can hold something back: a person, a field, a field in part, an item. */
const CAPS = [
  { recipient: "solent-probation", form: "mask" },
  { recipient: "solent-housing", field: "identity.dateOfBirth", form: "generalise:age-band" },
  { recipient: "solent-yot", field: "identity.firstName", form: "withhold" },
  { recipient: "iom-team", field: "police.offendingHistory", itemKey: "1", form: "generalise:category-and-band" },
];

/** The police hold back something of somebody; everybody then sees what the oracle makes of that. */
export async function sweepSettingCaps(probe: Probe): Promise<readonly string[]> {
  const problems = await changeCaps(probe, "PUT", { caps: CAPS });
  return [...problems, ...(await readAll(probe))];
}

/** Nothing is held back any more, and what the agreement gives comes again. */
export async function sweepLiftingCaps(probe: Probe): Promise<readonly string[]> {
  const problems = await changeCaps(probe, "DELETE");
  return [...problems, ...(await readAll(probe))];
}

/** The list of each agency, about everybody, to every one of its officers. */
export async function sweepCaps(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { agencyId, actor } of probe.hub.stage.hub.scheme.officers) {
    for (const { personId } of probe.people) {
      const id = await probe.hub.personIdFor(agencyId, personId);
      probe.hub.take();
      await probe.hub.client(agencyId).call("GET", `/v1/people/${id}/originator-caps`, { actor, purpose: PURPOSE });
      problems.push(...leaksIn(probe, probe.hub.take()).map((leak) => `caps of ${agencyId} to ${actor}: ${leak}`));
    }
  }
  return problems;
}

async function changeCaps(probe: Probe, method: string, body?: unknown): Promise<readonly string[]> {
  const { hub } = probe;
  const officer = officerOf(probe);
  const path = `/v1/people/${await hub.personIdFor(ORIGINATOR, capped(probe).personId)}/originator-caps`;
  const asked = { actor: officer.actor, purpose: PURPOSE };
  hub.take();
  const before = await hub.client(ORIGINATOR).call("GET", path, asked);
  // Somebody who is not there has no list that could be named.
  const etag = before.headers["etag"];
  const headers = etag === undefined ? {} : { "if-match": etag };
  const answer = await hub
    .client(ORIGINATOR)
    .call(method, path, { ...asked, headers, ...(body === undefined ? {} : { body }) });
  const wrong = answer.status < 300 ? [] : [`${method} was answered ${answer.status}`];
  return [...wrong, ...leaksIn(probe, hub.take())];
}

async function readAll(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const officer of firstOfficers(probe)) {
    problems.push(...(await readPerson(probe, officer, capped(probe), oracleRequest(officer, PURPOSE))));
  }
  return problems;
}

function officerOf(probe: Probe): Officer {
  const [officer] = firstOfficers(probe).filter(({ agencyId }) => agencyId === ORIGINATOR);
  return officer ?? fail();
}

function capped({ people: [, person] }: Probe) {
  return person ?? fail();
}

function fail(): never {
  throw new Error("nobody is there to hold something back from");
}
