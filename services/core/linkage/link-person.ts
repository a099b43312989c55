import { type Candidate, describeCandidate } from "./candidate.ts";
import { comparePeople, isCandidate, isContradicted, isCorroborated, type PeopleComparison } from "./compare-people.ts";
import type { LinkEvidence } from "./link-evidence.ts";
import type { PersonProfile } from "./person-profile.ts";

export type LinkCause = "record-known" | "identifier-corroborated" | "identifier-verified";

export type ReviewReason =
  | "NO_STRONG_IDENTIFIER_AGREES"
  | "ID_AGREES_BIO_DISAGREES"
  | "ID_NOT_VERIFIED"
  | "STRONG_IDS_CONFLICT"
  | "IDS_OF_SEVERAL_PERSONS";

export type LinkDecision =
  | {
      readonly outcome: "linked";
      readonly personId: string;
      readonly cause: LinkCause;
      readonly comparison: PeopleComparison | null;
    }
  | { readonly outcome: "review"; readonly reason: ReviewReason; readonly candidates: readonly Candidate[] }
  /** Nobody on the roster: the event is dropped unread. */
  | { readonly outcome: "nobody" };

export type LinkInput = {
  readonly evidence: LinkEvidence;
  /** Everybody who shares an identifier or a date of birth with the record; more do no harm. */
  readonly profiles: readonly PersonProfile[];
  /** The person to whom this record of this agency was linked before. */
  readonly knownPersonId: string | null;
  /** `<type> <value>` of identifiers that too many different people hold. */
  readonly generic: ReadonlySet<string>;
};

const CANDIDATES_MAX = 20;

/** Decides whose record it is, by identifiers alone; names and dates only bear them out or propose people to a human. */
export function linkPerson({ evidence, profiles, knownPersonId, generic }: LinkInput): LinkDecision {
  const comparisons = profiles.map((profile) => comparePeople(evidence, profile, generic));
  if (knownPersonId !== null) {
    return linkKnownRecord(comparisons, knownPersonId);
  }
  const agreeing = comparisons.filter(({ identifiers }) => identifiers.agreeing.length > 0);
  const [only, ...others] = agreeing;
  if (only === undefined) {
    const candidates = comparisons.filter(isCandidate);
    return candidates.length === 0 ? { outcome: "nobody" } : review("NO_STRONG_IDENTIFIER_AGREES", candidates);
  }
  return others.length > 0 ? review("IDS_OF_SEVERAL_PERSONS", agreeing) : linkByIdentifier(only);
}

function linkKnownRecord(comparisons: readonly PeopleComparison[], personId: string): LinkDecision {
  const comparison = comparisons.find((one) => one.personId === personId) ?? null;
  return comparison !== null && comparison.identifiers.conflicting.length > 0
    ? review("STRONG_IDS_CONFLICT", [comparison])
    : { outcome: "linked", personId, cause: "record-known", comparison };
}

function linkByIdentifier(comparison: PeopleComparison): LinkDecision {
  const { identifiers, personId } = comparison;
  if (identifiers.conflicting.length > 0) {
    return review("STRONG_IDS_CONFLICT", [comparison]);
  }
  if (isCorroborated(comparison)) {
    return { outcome: "linked", personId, cause: "identifier-corroborated", comparison };
  }
  if (isContradicted(comparison)) {
    return review("ID_AGREES_BIO_DISAGREES", [comparison]);
  }
  return identifiers.agreeing.some(({ verified }) => verified)
    ? { outcome: "linked", personId, cause: "identifier-verified", comparison }
    : review("ID_NOT_VERIFIED", [comparison]);
}

function review(reason: ReviewReason, comparisons: readonly PeopleComparison[]): LinkDecision {
  const candidates = comparisons.map(describeCandidate).sort((a, b) => b.weight - a.weight);
  return { outcome: "review", reason, candidates: candidates.slice(0, CANDIDATES_MAX) };
}
