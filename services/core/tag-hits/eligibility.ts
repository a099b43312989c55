import { addMonths, dayAfter, londonMidnight } from "../facts/calendar.ts";
import type { Steps } from "../facts/timeline.ts";

/** One wearing of one device under one order, as the monitoring provider told it. */
export type Wearing = {
  readonly personId: string;
  readonly monitoringAgencyId: string;
  readonly deviceId: string;
  readonly emsId: string;
  /** Unix milliseconds; null while it is worn. */
  readonly activeFrom: number;
  readonly activeTo: number | null;
  readonly orderType: string;
  readonly eligibleOffence: string;
  /** ISO dates, each the whole day in London. */
  readonly orderStart: string;
  readonly orderEnd: string;
  readonly releaseDate: string;
  readonly licenceExpiry: string;
};

/** Why somebody's positions may not be looked at for this crime. */
export type LeftOut = "under-18" | "age-unknown" | "not-a-trail" | "offence-not-eligible" | "not-on-licence";

export type Eligibility =
  | { readonly outcome: "eligible"; readonly from: number; readonly to: number }
  | { readonly outcome: "left-out"; readonly reason: LeftOut };

/** The acquisitive crimes for which a trail may be ordered and compared (F-60). */
const ELIGIBLE_OFFENCES = ["RB", "BIAD", "AB", "BOTD", "TOMV", "TFP", "TFMV"];
/** A trail lasts for the licence, and this long from release at most (F-61). */
const TRAIL_MONTHS_MAX = 12;

/**
 * Whether, and over which span of time, the positions of one wearing may be compared with a crime: an adult, tracked for an
 * eligible offence, on licence, at most twelve months from release. It is asked before any position is read.
 */
export function eligibleSpan(
  wearing: Wearing,
  ageSteps: Steps,
  window: { readonly from: number; readonly to: number },
): Eligibility {
  const age = valueAt(ageSteps, window.from);
  if (age !== "adult") {
    return { outcome: "left-out", reason: age === "under-18" ? "under-18" : "age-unknown" };
  }
  if (wearing.orderType !== "gpsTrail") {
    return { outcome: "left-out", reason: "not-a-trail" };
  }
  if (!ELIGIBLE_OFFENCES.includes(wearing.eligibleOffence)) {
    return { outcome: "left-out", reason: "offence-not-eligible" };
  }
  const span = licensedSpan(wearing);
  return span.from <= window.to && span.to >= window.from
    ? { outcome: "eligible", ...span }
    : { outcome: "left-out", reason: "not-on-licence" };
}

/** Where order, licence and the twelve months allow it, and the device was on. */
function licensedSpan(wearing: Wearing): { readonly from: number; readonly to: number } {
  const { activeFrom, activeTo, orderStart, orderEnd, releaseDate, licenceExpiry } = wearing;
  const longest = addMonths(releaseDate, TRAIL_MONTHS_MAX);
  const lastDay = [orderEnd, licenceExpiry, longest].toSorted()[0] ?? orderEnd;
  const firstDay = orderStart > releaseDate ? orderStart : releaseDate;
  const ends = Date.parse(londonMidnight(dayAfter(lastDay))) - 1;
  return {
    from: Math.max(activeFrom, Date.parse(londonMidnight(firstDay))),
    to: Math.min(activeTo ?? ends, ends),
  };
}

function valueAt(steps: Steps, at: number): string | null {
  return steps.findLast(({ from }) => from === null || Date.parse(from) <= at)?.value ?? null;
}
