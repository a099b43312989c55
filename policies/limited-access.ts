import type { PublishedRecord } from "#schemas/published-record.ts";
import type { PolicyRequest } from "./decision.ts";

type Caller = Pick<PolicyRequest, "party" | "actorEmail">;

/**
 * Whether a Limited Access Offender restriction keeps this caller out (design/agreements 4.3). It comes before
 * any field, and no agreement, limit or emergency lifts it; the staff who set it are subject to it too.
 */
export function isKeptOut(restriction: PublishedRecord["accessRestriction"], caller: Caller): boolean {
  if (restriction === null) {
    return false;
  }
  if (restriction === "unreadable") {
    return true;
  }
  const { excluded, restricted } = restriction;
  // Somebody whose address is not known cannot be shown not to be the person excluded by it.
  const mayBeExcluded = caller.actorEmail === null && excluded.some((entry) => entry.includes("@"));
  return mayBeExcluded || names(excluded, caller) || (restricted.length > 0 && !names(restricted, caller));
}

function names(entries: readonly string[], { party, actorEmail }: Caller): boolean {
  const known = [party, actorEmail].filter((name) => name !== null).map(fold);
  return entries.some((entry) => known.includes(fold(entry)));
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}
