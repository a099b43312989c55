import { randomUUID } from "node:crypto";
import { expectation } from "./expectation.ts";
import { leaksIn, oracleRequest, type Probe } from "./probe.ts";

const PURPOSE = "iom-case-management";
const CHAIR = "insp-01";
const POLICE = "hampshire-police";

const step = (probe: Probe, path: string, body: object) =>
  probe.hub.client(POLICE).call("POST", path, { actor: CHAIR, purpose: PURPOSE, body });

/** Every officer's pack of a meeting that the core opened and all of them attend: no token but those the oracle gives them. */
export async function sweepPacks(probe: Probe): Promise<readonly string[]> {
  const { hub } = probe;
  const called = await step(probe, "/v1/meetings", { kind: "map", startsAt: "2026-11-24T10:00:00Z" });
  const { meetingId = "" } = called.body as { readonly meetingId?: string };
  await step(probe, `/v1/meetings/${meetingId}/opening`, {});
  const problems: string[] = [];
  let shown = 0;
  for (const officer of hub.stage.hub.scheme.officers) {
    const { agencyId, actor } = officer;
    await step(probe, `/v1/meetings/${meetingId}/attendance`, { agencyId, actor });
    const allowed = new Set<string>();
    for (const person of probe.people) {
      const request = oracleRequest(officer, PURPOSE);
      const expected = expectation(hub.world, request, person, await hub.recordOf(person.personId));
      for (const token of "refused" in expected ? [] : expected.allowed) {
        allowed.add(token);
      }
    }
    hub.take();
    const { body } = await hub.client(agencyId).call("GET", `/v1/meetings/${meetingId}`, { actor, purpose: PURPOSE });
    shown += ((body as { readonly items?: readonly object[] }).items ?? []).length;
    problems.push(...leaksIn(probe, hub.take(), allowed).map((leak) => `the pack of ${actor}: ${leak}`));
  }
  return shown > 0 ? problems : [...problems, "no pack had a line, which shows nothing"];
}

/** A step of a meeting by every officer, of a meeting that there is not and about everybody: what is answered tells of nobody. */
export function sweepMeetingStep(path: string, bodyFor: (personId: string) => object) {
  return async (probe: Probe): Promise<readonly string[]> => {
    const { hub } = probe;
    const problems: string[] = [];
    for (const { agencyId, actor } of hub.stage.hub.scheme.officers) {
      for (const person of probe.people) {
        const body = bodyFor(await hub.personIdFor(agencyId, person.personId));
        const at = path.replace(":id", randomUUID());
        hub.take();
        await hub.client(agencyId).call("POST", at, { actor, purpose: PURPOSE, body });
        problems.push(...leaksIn(probe, hub.take()).map((leak) => `${path} by ${actor}: ${leak}`));
      }
    }
    return problems;
  };
}
