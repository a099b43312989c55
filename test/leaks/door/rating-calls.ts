import type { Answer } from "#gateway/client/agency-client.ts";
import { CASE_CALLS } from "./case-calls.ts";
import type { Door } from "./door.ts";
import { type Caller, call, POLICE, TEAM } from "./drive.ts";
import { REFERRAL_CALLS } from "./referral-calls.ts";
import { timersAt } from "./timer-calls.ts";

/** The colour of somebody and why, by the hub's own id of them. */
export async function ratingOf(door: Door, who: Caller, personId: string): Promise<Answer> {
  return ratingAt(door, who, await door.personIdFor(who.agencyId, personId));
}

/** The same by an id that may be anybody's. */
function ratingAt(door: Door, who: Caller, id: string): Promise<Answer> {
  return call(door, who, "GET", `/v1/people/${id}/rag`);
}

/** A lead officer decides a colour on what they have just read, or on nothing where they may read nothing. */
export async function assess(door: Door, personId: string): Promise<Answer> {
  return assessAt(door, await door.personIdFor(POLICE.agencyId, personId));
}

async function assessAt(door: Door, id: string): Promise<Answer> {
  const { body } = await ratingAt(door, POLICE, id);
  const { view = "none" } = body as { readonly view?: string };
  return decideAt(door, id, view);
}

/** The same without having looked. */
export async function decideUnseen(door: Door, personId: string): Promise<Answer> {
  return decideAt(door, await door.personIdFor(POLICE.agencyId, personId), "none");
}

function decideAt(door: Door, id: string, view: string): Promise<Answer> {
  const body = { colour: "amber", view, reason: "As it was seen today." };
  return call(door, POLICE, "POST", `/v1/people/${id}/rag-assessments`, { body });
}

/** The sergeant says whether the work done fits. */
export async function review(door: Door, personId: string): Promise<Answer> {
  return reviewAt(door, await door.personIdFor(TEAM.agencyId, personId));
}

function reviewAt(door: Door, id: string): Promise<Answer> {
  return call(door, TEAM, "POST", `/v1/people/${id}/reviews`, { body: { outcome: "commensurate" } });
}

/** Each way in which a rating is asked for or moved, as somebody who may do so, by an id of their agency. */
export const RATING_CALLS = {
  ...CASE_CALLS,
  ...REFERRAL_CALLS,
  "GET /v1/people/:personId/timers": { who: POLICE, at: (door: Door, id: string) => timersAt(door, POLICE, id) },
  "GET /v1/people/:personId/rag": { who: POLICE, at: (door: Door, id: string) => ratingAt(door, POLICE, id) },
  "POST /v1/people/:personId/rag-assessments": { who: POLICE, at: assessAt },
  "POST /v1/people/:personId/reviews": { who: TEAM, at: reviewAt },
} as const;
