import type { Answer } from "#gateway/client/agency-client.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { Door } from "./door.ts";
import { type Caller, call, POLICE } from "./drive.ts";

const DONE = { agencyId: "hampshire-police", actor: "HC3380", on: "2026-11-20" } as const;

/** What the core answers of everybody's referral in a world that has none: answers of every agency, each part, what it rests on. */
export const REFERRED = {
  outcome: "done",
  ratifyBy: null,
  referral: {
    made: DONE,
    form: {
      subtype: "adult",
      criteriaVersion: "referral-2026.1",
      criteriaMet: ["prolific"],
      proposedCohort: "flex",
      whyIom: "Nothing that names anybody.",
      urgentReason: null,
    },
    answersBy: "2026-12-01",
    screening: ["hampshire-police", "solent-probation", "solent-housing", "solent-drug-services"].map((agencyId) => ({
      agencyId,
      answer: "known",
      note: null,
      answeredOn: "2026-11-20",
      isLate: false,
    })),
    assessment: (["offences", "local-priorities", "intelligence", "cost-of-crime"] as const).map((part) => ({
      ...DONE,
      part,
      finding: "As it was found.",
      sources: ["A source"],
      cost: null,
    })),
    programmes: (["ppo", "dip", "mappa"] as const).map((programme) => ({
      ...DONE,
      programme,
      isIn: true,
      criteria: "As they are.",
    })),
    lead: null,
    offered: [],
  },
  eligibility: [
    {
      cohort: "flex",
      parts: [
        { part: "offences", holds: "yes", says: "Has one.", restsOn: ["police.offendingHistory"] },
        { part: "statutory", holds: "yes", says: "Is.", restsOn: ["probation.sentence"] },
      ],
    },
  ],
} as const;

/** A referral of somebody, by the hub's own id of them. */
export async function referralOf(door: Door, who: Caller, personId: string): Promise<Answer> {
  return referralAt(door, who, await door.personIdFor(who.agencyId, personId));
}

function referralAt(door: Door, who: Caller, id: string): Promise<Answer> {
  return call(door, who, "GET", `/v1/people/${id}/referral`);
}

export const REFERRAL_FORM = {
  criteriaVersion: "referral-2026.1",
  criteriaMet: ["prolific"],
  proposedCohort: "flex",
  whyIom: "Nothing that names anybody.",
} as const satisfies Omit<Exchanges["referral-request"], "personId">;

export const REFERRAL_STEP_TAKEN = { kind: "screening", answer: "known" } as const satisfies Exchanges["referral-step"];

function referAt(door: Door, id: string, who: Caller = POLICE): Promise<Answer> {
  return call(door, who, "POST", "/v1/referrals", { body: { personId: id, ...REFERRAL_FORM } });
}

function stepAt(door: Door, id: string, who: Caller = POLICE): Promise<Answer> {
  return call(door, who, "POST", `/v1/people/${id}/referral-steps`, { body: REFERRAL_STEP_TAKEN });
}

/** Each way in which a referral is asked for, made or worked on, as somebody who may do so, by an id of their agency. */
export const REFERRAL_CALLS = {
  "GET /v1/people/:personId/referral": { who: POLICE, at: (door: Door, id: string) => referralAt(door, POLICE, id) },
  "POST /v1/referrals": { who: POLICE, at: referAt },
  "POST /v1/people/:personId/referral-steps": { who: POLICE, at: stepAt },
} as const;

/** The same by the hub's own id. */
export async function moveReferral(door: Door, outlet: keyof typeof REFERRAL_CALLS, personId: string): Promise<Answer> {
  return REFERRAL_CALLS[outlet].at(door, await door.personIdFor(POLICE.agencyId, personId));
}
