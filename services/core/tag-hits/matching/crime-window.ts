import type { Parameters } from "./parameters.ts";

/** A crime as matching sees it. */
export type CrimePlace = {
  readonly eastingCm: number;
  readonly northingCm: number;
  /** u: how far from there it may have been, in metres, the conversion between datums included. */
  readonly uncertaintyM: number;
  /** Unix seconds, UTC, both inclusive. */
  readonly from: number;
  readonly to: number;
};

/** Where and when somebody counts as having been near. */
export type Zone = {
  readonly eastingCm: number;
  readonly northingCm: number;
  /** R + u. */
  readonly radiusCm: number;
  readonly from: number;
  readonly to: number;
};

export type CrimeZone =
  | {
      readonly outcome: "zone";
      readonly zone: Zone;
      /** The crime was known to the instant, so its window was widened. */
      readonly widened: boolean;
      /** The window is so long that hits say little. */
      readonly wide: boolean;
    }
  | { readonly outcome: "refused"; readonly reason: "ENDS_BEFORE_IT_BEGINS" | "WINDOW_TOO_LONG" | "NOT_A_PLACE" };

/** The circle and the window of a crime, or why it has none. */
export function zoneOf(crime: CrimePlace, parameters: Parameters): CrimeZone {
  const { eastingCm, northingCm, uncertaintyM, from, to } = crime;
  if (![eastingCm, northingCm, uncertaintyM, from, to].every(Number.isFinite) || uncertaintyM < 0) {
    return { outcome: "refused", reason: "NOT_A_PLACE" };
  }
  if (to < from) {
    return { outcome: "refused", reason: "ENDS_BEFORE_IT_BEGINS" };
  }
  if (to - from > parameters.windowMaxS) {
    return { outcome: "refused", reason: "WINDOW_TOO_LONG" };
  }
  const widened = from === to;
  const margin = widened ? parameters.instantMarginS : 0;
  const radiusCm = Math.round((parameters.radiusM + uncertaintyM) * 100);
  return {
    outcome: "zone",
    zone: { eastingCm, northingCm, radiusCm, from: from - margin, to: to + margin },
    widened,
    wide: to - from > parameters.wideOverS,
  };
}
