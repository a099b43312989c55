import type { PolicyRequest, Refusal } from "#policies/decision.ts";
import { isKeptOut } from "#policies/limited-access.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { PersonAsked } from "../disclosure/read-record.ts";

/** A person of whom the caller's agency gave something, or the refusal that says no more than that there is none. */
export function ownPerson(
  request: PolicyRequest,
  { personId, record }: PersonAsked,
): { readonly personId: string } | Refusal {
  if (record === null || personId === null) {
    return refused("PERSON_UNKNOWN");
  }
  if (isKeptOut(record.accessRestriction, request)) {
    return refused("LIMITED_ACCESS");
  }
  if (record.hubStop !== null) {
    return refused("HUB_STOP");
  }
  return hasGiven(record, request.party) ? { personId } : refused("NOTHING_TO_SHARE");
}

function hasGiven({ values }: PublishedRecord, agencyId: string): boolean {
  return Object.values(values).some((held) => held.some(({ originator }) => originator === agencyId));
}

function refused(code: Refusal["code"]): Refusal {
  return { outcome: "refused", code, problem: "not-found", candidates: [], agreement: null };
}
