import { randomUUID } from "node:crypto";
import type { Answer } from "#gateway/client/agency-client.ts";
import { ASK_HIT, DECIDE_HIT, HIT_REPORT, HITS, OUTCOME_HIT, type Outlet } from "../classes/outlets.ts";
import type { Door } from "./door.ts";
import { ADULT, type Caller, call, person } from "./drive.ts";

/** Who qualifies hits, and who is given the qualified ones of their own crimes. */
export const EM_HUB: Caller = { agencyId: "em-provider", actor: "em-01", purpose: "crime-matching" };
export const FORCE: Caller = { agencyId: "hampshire-police", actor: "HC3380", purpose: "crime-matching" };

/** Who calls there by right, for each way out. */
export function hitCaller(outlet: Outlet, { agencyId }: Pick<Caller, "agencyId">): Caller {
  if (outlet === OUTCOME_HIT) {
    return FORCE;
  }
  return (outlet === HITS || outlet === HIT_REPORT) && agencyId === FORCE.agencyId ? FORCE : EM_HUB;
}

type About = { readonly hitId: string; readonly personId: string };

/** A call as it is made every day about one hit, or about one person and a crime; by ids that may be anybody's. */
function callHit(door: Door, who: Caller, outlet: Outlet, { hitId, personId }: About): Promise<Answer> {
  switch (outlet) {
    case DECIDE_HIT:
      return call(door, who, "POST", `/v1/tag-hits/${hitId}/qualification`, {
        body: { decision: "reject", reason: "passing-by" },
      });
    case OUTCOME_HIT:
      return call(door, who, "POST", `/v1/tag-hits/${hitId}/outcome`, { body: { outcome: "inconclusive" } });
    case ASK_HIT:
      return call(door, who, "POST", "/v1/tag-hits/questions", { body: { crimeReference: "44260500001", personId } });
    case HIT_REPORT:
      return call(door, who, "GET", `/v1/tag-hits/${hitId}/report`);
    default:
      return call(door, who, "GET", `/v1/tag-hits?hit=${hitId}`);
  }
}

/** The same about somebody by name: the candidate or the qualified hit that this caller would ask for. */
export async function callHitOf(door: Door, who: Caller, outlet: Outlet, name: string): Promise<Answer> {
  const { hits } = door.world;
  const isForce = who.agencyId === FORCE.agencyId;
  const [candidate, qualified] =
    name === ADULT
      ? [hits.candidate, hits.qualified]
      : name === "sealed"
        ? [hits.sealedCandidate, hits.sealedQualified]
        : [hits.subjectCandidate, hits.subjectQualified];
  const personId = await door.personIdFor(who.agencyId, person(door, name).personId);
  return callHit(door, who, outlet, { hitId: isForce ? qualified : candidate, personId });
}

export function callHitOfNobody(door: Door, who: Caller, outlet: Outlet): Promise<Answer> {
  return callHit(door, who, outlet, { hitId: randomUUID(), personId: randomUUID() });
}

type Listed = {
  readonly hits?: readonly { readonly hitId: string; readonly personId: string; readonly state: string }[];
};

export async function listHits(door: Door, who: Caller): Promise<NonNullable<Listed["hits"]>> {
  return ((await call(door, who, "GET", "/v1/tag-hits")).body as Listed).hits ?? [];
}
