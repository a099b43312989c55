import { addMonths } from "../facts/calendar.ts";
import type { CaseHistory, ProvenOffence } from "./case-history.ts";

/**
 * As the Ministry of Justice counts proven reoffending: an offence within twelve months that is proven within those or a further six
 * (Guide to Proven Reoffending Statistics, section 2, Measuring reoffending).
 */
export const FOLLOW_UP_MONTHS = 12;
export const WAITING_MONTHS = 6;

export type Reoffending = {
  /** People whose twelve months and six of waiting are over. */
  readonly base: number;
  readonly reoffended: number;
  readonly reoffences: readonly ProvenOffence[];
};

/** Of everybody followed up for long enough by a day. */
export function measureReoffending(cases: readonly CaseHistory[], asOf: string): Reoffending {
  const followed = cases.flatMap((one) => {
    const start = atRiskFrom(one);
    return start !== null && addMonths(start, FOLLOW_UP_MONTHS + WAITING_MONTHS) <= asOf
      ? [reoffencesOf(one, start)]
      : [];
  });
  return {
    base: followed.length,
    reoffended: followed.filter((offences) => offences.length > 0).length,
    reoffences: followed.flat(),
  };
}

/** Registration, or the release that came after it; null for somebody not released yet. */
export function atRiskFrom({ registeredOn, releasedOn, inCustodyAtRegistration }: CaseHistory): string | null {
  return inCustodyAtRegistration ? (releasedOn.filter((day) => day >= registeredOn).sort()[0] ?? null) : registeredOn;
}

function reoffencesOf({ offences }: CaseHistory, start: string): readonly ProvenOffence[] {
  const until = addMonths(start, FOLLOW_UP_MONTHS);
  const provenBy = addMonths(start, FOLLOW_UP_MONTHS + WAITING_MONTHS);
  return offences.filter(({ on, provenOn }) => on >= start && on < until && provenOn >= on && provenOn < provenBy);
}
