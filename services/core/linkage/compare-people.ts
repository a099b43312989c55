import { type BirthDateLikeness, compareBirthDates } from "./compare-birth-dates.ts";
import { compareIdentifiers, type IdentifierComparison } from "./compare-identifiers.ts";
import { compareForenames, compareSurnames, foldName, type NameLikeness } from "./compare-names.ts";
import type { LinkEvidence } from "./link-evidence.ts";
import type { HeldName, PersonProfile } from "./person-profile.ts";

export type NameComparison = { readonly first: NameLikeness; readonly last: NameLikeness };

/** How a record compares with one person on the roster; null where one of the two says nothing. */
export type PeopleComparison = {
  readonly personId: string;
  readonly identifiers: IdentifierComparison;
  readonly givenIdentifiers: boolean;
  readonly name: NameComparison | null;
  /** Only looked at where the record has no full name. */
  readonly initialsAgree: boolean | null;
  readonly middleNames: "same" | "different" | null;
  readonly birthDate: BirthDateLikeness | null;
  readonly sex: "same" | "different" | null;
  readonly postcode: "same" | "near" | "different" | null;
};

const NAME_RANK = { same: 3, alike: 2, resembling: 1, different: 0 } as const satisfies Record<NameLikeness, number>;
const BIRTH_RANK = {
  same: 3,
  "day-month-swapped": 2,
  "one-edit": 1,
  different: 0,
} as const satisfies Record<BirthDateLikeness, number>;

/** Compares all that a record says with all that is held, the best pair of each. */
export function comparePeople(
  evidence: LinkEvidence,
  profile: PersonProfile,
  generic: ReadonlySet<string> = new Set(),
): PeopleComparison {
  return {
    personId: profile.personId,
    identifiers: compareIdentifiers(evidence, profile, generic),
    givenIdentifiers: evidence.identifiers.some(({ valid }) => valid),
    name: best(evidence.names, profile.names, compareNames, nameRank),
    initialsAgree: compareInitials(evidence, profile),
    middleNames: best(evidence.middleNames, profile.middleNames, compareExactly, (likeness) =>
      Number(likeness === "same"),
    ),
    birthDate: best(evidence.birthDates, profile.birthDates, compareBirthDates, (likeness) => BIRTH_RANK[likeness]),
    sex: best(evidence.sexes, profile.sexes, compareExactly, (likeness) => Number(likeness === "same")),
    postcode: best(evidence.postcodes, profile.postcodes, comparePostcodes, postcodeRank),
  };
}

/** Design identity-linkage 2.3: a date of birth, or both names, bear out an identifier. */
export function isCorroborated({ name, birthDate }: PeopleComparison): boolean {
  const birthDateAgrees = birthDate !== null && birthDate !== "different";
  return birthDateAgrees || (name !== null && bothAlike(name));
}

/** Something could be compared and nothing agreed. */
export function isContradicted(comparison: PeopleComparison): boolean {
  return (comparison.name !== null || comparison.birthDate !== null) && !isCorroborated(comparison);
}

/**
 * Whether a human may be asked if the record is this person: the date of birth as it is or with day and month
 * swapped, and the names; or, of a record without names, the initials and no other sex.
 */
export function isCandidate(comparison: PeopleComparison): boolean {
  const { name, birthDate, initialsAgree, sex } = comparison;
  if (birthDate !== "same" && birthDate !== "day-month-swapped") {
    return false;
  }
  if (name !== null) {
    return name.first !== "different" && name.last !== "different";
  }
  return initialsAgree === true && sex !== "different";
}

function compareNames(a: HeldName, b: HeldName): NameComparison {
  const straight = { first: compareForenames(a.first, b.first), last: compareSurnames(a.last, b.last) };
  const exchanged = { first: compareForenames(a.last, b.first), last: compareSurnames(a.first, b.last) };
  return nameRank(straight) < 2 && exchanged.first === "same" && exchanged.last === "same"
    ? { first: "alike", last: "alike" }
    : straight;
}

function nameRank({ first, last }: NameComparison): number {
  return NAME_RANK[first] + NAME_RANK[last];
}

function bothAlike({ first, last }: NameComparison): boolean {
  return NAME_RANK[first] >= NAME_RANK.alike && NAME_RANK[last] >= NAME_RANK.alike;
}

function compareInitials(evidence: LinkEvidence, profile: PersonProfile): boolean | null {
  if (evidence.names.length > 0 || evidence.initials.length === 0 || profile.names.length === 0) {
    return null;
  }
  return evidence.initials.some(({ first, last }) =>
    profile.names.some((name) => foldName(name.first).startsWith(first) && foldName(name.last).startsWith(last)),
  );
}

function compareExactly(a: string, b: string): "same" | "different" {
  return foldName(a) === foldName(b) ? "same" : "different";
}

function comparePostcodes(a: string, b: string): "same" | "near" | "different" {
  const [one, other] = [a.replaceAll(" ", ""), b.replaceAll(" ", "")];
  if (one === other) {
    return "same";
  }
  const outward = (postcode: string): string => postcode.split(" ")[0] ?? postcode;
  return one.startsWith(other) || other.startsWith(one) || outward(a) === outward(b) ? "near" : "different";
}

function postcodeRank(likeness: "same" | "near" | "different"): number {
  return { same: 2, near: 1, different: 0 }[likeness];
}

function best<A, B, Likeness>(
  ours: readonly A[],
  theirs: readonly B[],
  compare: (a: A, b: B) => Likeness,
  rank: (likeness: Likeness) => number,
): Likeness | null {
  let found: Likeness | null = null;
  for (const a of ours) {
    for (const b of theirs) {
      const likeness = compare(a, b);
      if (found === null || rank(likeness) > rank(found)) {
        found = likeness;
      }
    }
  }
  return found;
}
