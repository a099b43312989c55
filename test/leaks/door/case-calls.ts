import type { ExplainedMove } from "#gateway/casework/case-beside.ts";
import type { Answer } from "#gateway/client/agency-client.ts";
import type { Door } from "./door.ts";
import { type Caller, call, POLICE, TEAM } from "./drive.ts";

/** What the core answers of everybody's case in a world that has none: guards on evidence of three agencies and on nothing. */
export const EXPLAINED = {
  outcome: "done",
  state: "active",
  reviewOn: "2028-11-11",
  moves: [
    {
      to: "custody",
      ground: null,
      by: ["leadOfficer"],
      isProposed: true,
      guards: [
        { guard: "in-custody", says: "Nothing says so.", state: "met", restsOn: ["custody.custodyStatus"] },
        { guard: "may-step-down", says: "Nothing ends.", state: "not-met", restsOn: ["probation.sentence"] },
        { guard: "no-longer-green", says: "Nothing new.", state: "not-met", restsOn: ["police.currentArrest"] },
        { guard: "plan-action", says: "The plan has no action yet.", state: "not-met", restsOn: [] },
      ],
    },
  ],
} as const satisfies Explained;

type Explained = {
  readonly outcome: "done";
  readonly state: string;
  readonly reviewOn: string;
  readonly moves: readonly ExplainedMove[];
};

/** Where somebody's case stands, by the hub's own id of them. */
export async function caseOf(door: Door, who: Caller, personId: string): Promise<Answer> {
  return caseAt(door, who, await door.personIdFor(who.agencyId, personId));
}

function caseAt(door: Door, who: Caller, id: string): Promise<Answer> {
  return call(door, who, "GET", `/v1/people/${id}/case`);
}

/** The lead officer confirms that somebody is in custody. */
export async function moveCase(door: Door, personId: string): Promise<Answer> {
  return moveAt(door, await door.personIdFor(POLICE.agencyId, personId));
}

function moveAt(door: Door, id: string): Promise<Answer> {
  return call(door, POLICE, "POST", `/v1/people/${id}/transitions`, { body: { to: "custody" } });
}

/** The sergeant opens the management report. */
export async function noteStep(door: Door, personId: string): Promise<Answer> {
  return stepAt(door, await door.personIdFor(TEAM.agencyId, personId));
}

function stepAt(door: Door, id: string): Promise<Answer> {
  return call(door, TEAM, "POST", `/v1/people/${id}/case-steps`, { body: { kind: "report-opened" } });
}

/** Each way in which a case is asked for or moved, as somebody who may do so, by an id of their agency. */
export const CASE_CALLS = {
  "GET /v1/people/:personId/case": { who: POLICE, at: (door: Door, id: string) => caseAt(door, POLICE, id) },
  "POST /v1/people/:personId/transitions": { who: POLICE, at: moveAt },
  "POST /v1/people/:personId/case-steps": { who: TEAM, at: stepAt },
} as const;
