export const COLOURS = ["red", "amber", "green"] as const;
export type Colour = (typeof COLOURS)[number];

/** An offence with the day it was proven, by conviction or caution. Days are London days, yyyy-mm-dd. */
export type ProvenOffence = {
  readonly on: string;
  readonly provenOn: string;
  /** Home Office code, `028/01`; null where it was not told. */
  readonly hoCode: string | null;
};

export type DatedState = { readonly on: string; readonly state: string };

/** What measuring needs of one case. It names nobody and never leaves the core. */
export type CaseHistory = {
  readonly registeredOn: string;
  /** Days of release; from the first after registration the person is at risk, if custody came before. */
  readonly releasedOn: readonly string[];
  readonly inCustodyAtRegistration: boolean;
  readonly cohort: string | null;
  readonly gender: string | null;
  readonly ethnicity: string | null;
  readonly dateOfBirth: string | null;
  /** Oldest first. */
  readonly colours: readonly { readonly on: string; readonly colour: Colour }[];
  /** Oldest first; the states of handbook 6.2. */
  readonly states: readonly DatedState[];
  readonly offences: readonly ProvenOffence[];
};

const CLOSED: ReadonlySet<string> = new Set(["deregistered", "longCustody", "transferred"]);

/** The day a case was closed for good, as seen on a day; null while it is open. */
export function closedOn({ states }: CaseHistory, asOf: string): DatedState | null {
  const last = states.findLast(({ on }) => on <= asOf);
  return last !== undefined && CLOSED.has(last.state) ? last : null;
}
