import type { Officer } from "#schemas/scheme.ts";
import { readPerson } from "./outlets-of-people.ts";
import { leaksIn, oracleRequest, type Probe } from "./probe.ts";

const PURPOSE = "emergency";

/** Opens access to everybody as everybody: the answer tells nothing, and what is then read is what the emergency rules give. */
export async function sweepEmergency(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const officer of probe.hub.stage.hub.scheme.officers) {
    for (const person of probe.people) {
      const status = await open(probe, officer, person.personId);
      const isNamed = officer.role === "iomInspector";
      const wrong = status === (isNamed ? 201 : 403) ? [] : [`opening was answered ${status} to ${officer.actor}`];
      const request = { ...oracleRequest(officer, PURPOSE), emergencyOpened: isNamed };
      const leaked = leaksIn(probe, probe.hub.take()).map((leak) => `opening to ${officer.actor}: ${leak}`);
      problems.push(...wrong, ...leaked, ...(await readPerson(probe, officer, person, request)));
    }
  }
  return problems;
}

async function open({ hub }: Probe, { agencyId, actor }: Officer, personId: string): Promise<number> {
  const id = await hub.personIdFor(agencyId, personId);
  hub.take();
  const body = { reason: "The sweep says that somebody is in danger" };
  const path = `/v1/people/${id}/emergency-access`;
  return (await hub.client(agencyId).call("POST", path, { actor, purpose: PURPOSE, body })).status;
}

/** A list for the officers of each agency who see to such things: not one token may come out of it, whoever asks. */
export function sweepAudit(...calls: readonly (readonly [method: string, path: string, body?: unknown])[]) {
  return async (probe: Probe): Promise<readonly string[]> => {
    const problems: string[] = [];
    for (const { agencyId, actor } of probe.hub.stage.hub.scheme.officers) {
      for (const [method, path, body] of calls) {
        probe.hub.take();
        const options = { actor, purpose: "dpo-audit", ...(body === undefined ? {} : { body }) };
        await probe.hub.client(agencyId).call(method, path, options);
        problems.push(...leaksIn(probe, probe.hub.take()).map((leak) => `${method} ${path} to ${actor}: ${leak}`));
      }
    }
    return problems;
  };
}
