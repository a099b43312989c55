import { TIMER_FIELDS } from "#schemas/published-timer.ts";
import { expectation } from "./expectation.ts";
import { leaksIn, oracleRequest, type Probe } from "./probe.ts";

const PURPOSES = ["iom-case-management", "youth-transition"] as const;
const FIELDS: ReadonlySet<string> = new Set(TIMER_FIELDS);

/** Asks as every officer what falls due for everybody: no token comes but of the fields that timers rest on, and that the oracle gives. */
export async function sweepTimers(probe: Probe): Promise<readonly string[]> {
  const { hub } = probe;
  const problems: string[] = [];
  let shown = 0;
  for (const officer of hub.stage.hub.scheme.officers) {
    for (const person of probe.people) {
      for (const purpose of PURPOSES) {
        const { agencyId, actor } = officer;
        const request = { ...oracleRequest(officer, purpose), fields: [...TIMER_FIELDS] };
        const expected = expectation(hub.world, request, person, await hub.recordOf(person.personId));
        const id = await hub.personIdFor(agencyId, person.personId);
        hub.take();
        const { status, body } = await hub.client(agencyId).call("GET", `/v1/people/${id}/timers`, { actor, purpose });
        const bytes = hub.take();
        const { timers = [], fields = {} } = body as { readonly timers?: readonly object[]; readonly fields?: object };
        shown += timers.length;
        const allowed = "refused" in expected ? new Set<string>() : expected.allowed;
        const wrong = [
          ...("refused" in expected && status === 200 ? [`answered 200, expected ${expected.refused}`] : []),
          ...Object.keys(fields).flatMap((field) => (FIELDS.has(field) ? [] : [`${field} came`])),
          ...leaksIn(probe, bytes, allowed),
        ];
        problems.push(...wrong.map((problem) => `timers of ${person.name} to ${actor} for ${purpose}: ${problem}`));
      }
    }
  }
  return shown > 0 ? problems : [...problems, "nobody was shown a timer, which shows nothing"];
}
