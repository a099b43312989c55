import type { Fix, Mechanism } from "../matching/fix.ts";

/*
 * Mechanism and accuracy of a fix in sixteen bits: two for the mechanism, fourteen for whole metres. GPS is 0, so that
 * the quality of a GPS fix is its accuracy, and "may count" is one comparison.
 */
const MECHANISMS: readonly Mechanism[] = ["GPS", "RF", "LBS", "WIFI"];
const ACCURACY_BITS = 14;
const UNKNOWN = 2 ** ACCURACY_BITS - 1;

/** Accuracy is kept in whole metres, rounded up, so that no circle shrinks. */
export function qualityOf({ mechanism, accuracyM }: Pick<Fix, "mechanism" | "accuracyM">): number {
  const accuracy = accuracyM === null ? UNKNOWN : Math.min(Math.ceil(accuracyM), UNKNOWN - 1);
  return (MECHANISMS.indexOf(mechanism) << ACCURACY_BITS) | accuracy;
}

export function fromQuality(quality: number): Pick<Fix, "mechanism" | "accuracyM"> {
  const accuracy = quality & UNKNOWN;
  return {
    mechanism: MECHANISMS[quality >>> ACCURACY_BITS] ?? "GPS",
    accuracyM: accuracy === UNKNOWN ? null : accuracy,
  };
}

/** GPS, and known to be accurate enough. */
export function isUsableQuality(quality: number, accuracyMaxM: number): boolean {
  return quality <= accuracyMaxM;
}
