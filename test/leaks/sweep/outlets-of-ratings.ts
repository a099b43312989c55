import { REFERRAL_FORM } from "../door/referral-calls.ts";
import { expectation } from "./expectation.ts";
import { leaksIn, oracleRequest, type Probe } from "./probe.ts";

const PURPOSE = "iom-case-management";

/** Asks for everybody's rating or case as everybody: no token comes that the oracle does not give to a reading of the person. */
export function sweepViews(path: "rag" | "case" | "referral") {
  return (probe: Probe): Promise<readonly string[]> => sweepViewsAt(path, probe);
}

async function sweepViewsAt(path: "rag" | "case" | "referral", probe: Probe): Promise<readonly string[]> {
  const { hub } = probe;
  const problems: string[] = [];
  let shown = 0;
  for (const officer of hub.stage.hub.scheme.officers) {
    const { agencyId, actor } = officer;
    for (const person of probe.people) {
      const expected = expectation(
        hub.world,
        oracleRequest(officer, PURPOSE),
        person,
        await hub.recordOf(person.personId),
      );
      const id = await hub.personIdFor(agencyId, person.personId);
      hub.take();
      const { status } = await hub
        .client(agencyId)
        .call("GET", `/v1/people/${id}/${path}`, { actor, purpose: PURPOSE });
      const allowed = "refused" in expected ? new Set<string>() : expected.allowed;
      const bytes = hub.take();
      shown += status === 200 ? 1 : 0;
      const wrong = "refused" in expected && status === 200 ? [`answered ${status}, expected ${expected.refused}`] : [];
      const leaked = leaksIn(probe, bytes, allowed);
      problems.push(...[...wrong, ...leaked].map((problem) => `${path} of ${person.name} to ${actor}: ${problem}`));
    }
  }
  return shown > 0 ? problems : [...problems, "nobody was shown anything, which shows nothing"];
}

/** Moves of a rating or a case, by every officer on everybody: what is answered tells nothing of anybody. */
export function sweepRatingMoves(
  path: "rag-assessments" | "reviews" | "transitions" | "case-steps" | "referral-steps",
  body: object,
) {
  return async (probe: Probe): Promise<readonly string[]> => {
    const problems: string[] = [];
    for (const { agencyId, actor } of probe.hub.stage.hub.scheme.officers) {
      for (const person of probe.people) {
        const id = await probe.hub.personIdFor(agencyId, person.personId);
        probe.hub.take();
        await probe.hub.client(agencyId).call("POST", `/v1/people/${id}/${path}`, { actor, purpose: PURPOSE, body });
        problems.push(...leaksIn(probe, probe.hub.take()).map((leak) => `${path} by ${actor}: ${leak}`));
      }
    }
    return problems;
  };
}

/** Referrals of everybody by every officer: what is answered tells nothing of anybody. */
export async function sweepReferrals(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { agencyId, actor } of probe.hub.stage.hub.scheme.officers) {
    for (const person of probe.people) {
      const personId = await probe.hub.personIdFor(agencyId, person.personId);
      probe.hub.take();
      // Under criteria that there are not: one that is taken would change whom the other sweeps ask about.
      const body = { personId, ...REFERRAL_FORM, criteriaVersion: "none" };
      await probe.hub.client(agencyId).call("POST", "/v1/referrals", { actor, purpose: PURPOSE, body });
      problems.push(...leaksIn(probe, probe.hub.take()).map((leak) => `a referral by ${actor}: ${leak}`));
    }
  }
  return problems;
}
