import type { PeopleComparison } from "./compare-people.ts";

/** How one thing compares, in the words a reviewer sees. */
export type ComparisonWord = "same" | "similar" | "day-month-swapped" | "differs" | "not-given";

/** A person a record may be about. Holds no value of the record, and the same fields whoever sent it. */
export type Candidate = {
  readonly personId: string;
  readonly comparison: {
    readonly firstName: ComparisonWord;
    readonly middleNames: ComparisonWord;
    readonly lastName: ComparisonWord;
    readonly dateOfBirth: ComparisonWord;
    readonly sex: ComparisonWord;
    readonly postcode: ComparisonWord;
    readonly identifiers: ComparisonWord;
  };
  /** Bits of evidence above the prior, for ordering and a bar on a screen; decides nothing. */
  readonly weight: number;
};

/** Orders of magnitude learned on labelled, made-up records (design identity-linkage 2.4). */
const BITS = {
  first: { same: 5.6, similar: 4.3, differs: -3.7 },
  last: { same: 9.8, similar: 4.9, differs: -6 },
  birth: { same: 11.9, "day-month-swapped": 5.2, similar: 5.2, differs: -7.1 },
  middle: { same: 4, differs: -2 },
  sex: { same: 1, differs: -5 },
  postcode: { same: 9, similar: 5.8, differs: -1 },
  identifiers: { same: 13.3, differs: -4.6 },
} as const;
const PRIOR_BITS = -13.1;

/**
 * Words the comparison for a reviewer. Agreeing initials read like agreeing names in part: a word of their own
 * would give away which kind of agency sends initials.
 */
export function describeCandidate(compared: PeopleComparison): Candidate {
  const comparison = {
    firstName: wordOfName(compared, "first"),
    middleNames: wordOf(compared.middleNames),
    lastName: wordOfName(compared, "last"),
    dateOfBirth: wordOf(compared.birthDate),
    sex: wordOf(compared.sex),
    postcode: wordOf(compared.postcode),
    identifiers: wordOfIdentifiers(compared),
  } satisfies Candidate["comparison"];
  return { personId: compared.personId, comparison, weight: weigh(comparison) };
}

function wordOfName({ name, initialsAgree }: PeopleComparison, part: "first" | "last"): ComparisonWord {
  if (name !== null) {
    return wordOf(name[part]);
  }
  return initialsAgree === null ? "not-given" : initialsAgree ? "similar" : "differs";
}

function wordOf(likeness: string | null): ComparisonWord {
  switch (likeness) {
    case null:
      return "not-given";
    case "same":
    case "day-month-swapped":
      return likeness;
    case "different":
      return "differs";
    default:
      return "similar";
  }
}

function wordOfIdentifiers({ identifiers, givenIdentifiers }: PeopleComparison): ComparisonWord {
  if (identifiers.agreeing.length > 0) {
    return identifiers.conflicting.length > 0 ? "similar" : "same";
  }
  return givenIdentifiers && identifiers.conflicting.length > 0 ? "differs" : "not-given";
}

function weigh(comparison: Candidate["comparison"]): number {
  const bits = [
    bitsOf(BITS.first, comparison.firstName),
    bitsOf(BITS.middle, comparison.middleNames),
    bitsOf(BITS.last, comparison.lastName),
    bitsOf(BITS.birth, comparison.dateOfBirth),
    bitsOf(BITS.sex, comparison.sex),
    bitsOf(BITS.postcode, comparison.postcode),
    bitsOf(BITS.identifiers, comparison.identifiers),
  ];
  return Math.round((PRIOR_BITS + bits.reduce((sum, one) => sum + one, 0)) * 10) / 10;
}

function bitsOf(table: Partial<Readonly<Record<ComparisonWord, number>>>, word: ComparisonWord): number {
  return table[word] ?? 0;
}
