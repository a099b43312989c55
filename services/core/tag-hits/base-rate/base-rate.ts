import type { DayStore } from "../day-store/day-store.ts";
import { rowsAround } from "../day-store/read-person.ts";
import { lookUp } from "../lookup/look-up.ts";
import { weighRows } from "../lookup/weigh-rows.ts";
import { type CrimePlace, zoneOf } from "../matching/crime-window.ts";
import type { Parameters } from "../matching/parameters.ts";
import { daysBefore } from "./london-days.ts";

/** How usual it is to find this person there, and how often anybody is there by chance (design/tag-hits.md section 3). */
export type BaseRate = {
  /** Days of the last 28 on which the person's path led into the zone at these clock hours, of those with data then. */
  readonly usual: { readonly daysNear: number; readonly daysWithData: number };
  /** Tagged people in the zone at these hours on an ordinary day: the mean of the last four same weekdays held. */
  readonly chance: { readonly people: number; readonly days: number };
  /** log10 of how much better "he is the offender" explains it than usual life. A rank, never a probability of guilt. */
  readonly surprise: number;
};

const USUAL_DAYS = 28;
const WEEK_DAYS = 7;
/** How often a hit is found where the person is the offender. */
const FOUND_IF_THERE = 0.95;

/** Counts by the same rule as the hit itself, paths between fixes too. Throws RangeError as `lookUp` does. */
export function baseRateOf(store: DayStore, person: string, crime: CrimePlace, parameters: Parameters): BaseRate {
  const usual = usualOf(store, person, crime, parameters);
  return {
    usual,
    chance: chanceOf(store, crime, parameters),
    surprise: surpriseOf(usual),
  };
}

/** Half a day more, and one more with data: who was never seen there before is a surprise, not an impossibility. */
export function surpriseOf({ daysNear, daysWithData }: BaseRate["usual"]): number {
  return Math.log10(FOUND_IF_THERE / ((daysNear + 0.5) / (daysWithData + 1)));
}

function usualOf({ state }: DayStore, name: string, crime: CrimePlace, parameters: Parameters): BaseRate["usual"] {
  const person = state.people.numbers.get(name);
  let [daysNear, daysWithData] = [0, 0];
  for (let back = 1; back <= USUAL_DAYS && person !== undefined; back += 1) {
    const place = zoneOf(earlier(crime, back), parameters);
    if (place.outcome === "zone") {
      const { zone } = place;
      const { fixes, pathSquare, coveredS } = weighRows(
        rowsAround(state, person, zone.from, zone.to),
        zone,
        parameters,
      );
      const isNear = fixes > 0 || Number.isFinite(pathSquare);
      daysNear += Number(isNear);
      daysWithData += Number(isNear || coveredS > 0);
    }
  }
  return { daysNear, daysWithData };
}

function chanceOf(store: DayStore, crime: CrimePlace, parameters: Parameters): BaseRate["chance"] {
  const held = new Set(store.days().map(({ day }) => day));
  let [people, days] = [0, 0];
  for (let back = WEEK_DAYS; back <= USUAL_DAYS; back += WEEK_DAYS) {
    const then = earlier(crime, back);
    if (held.has(new Date(then.from * 1000).toISOString().slice(0, 10))) {
      people += lookUp(store, then, parameters).length;
      days += 1;
    }
  }
  return { people: days === 0 ? 0 : people / days, days };
}

/** The same place and clock hours so many days before. */
function earlier(crime: CrimePlace, days: number): CrimePlace {
  return { ...crime, from: daysBefore(crime.from, days), to: daysBefore(crime.to, days) };
}
