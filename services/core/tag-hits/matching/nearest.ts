import type { Nearest } from "./answer.ts";
import { closestShare, closestSquare } from "./closest-approach.ts";
import type { Zone } from "./crime-window.ts";
import type { Fix } from "./fix.ts";
import type { PersonPath, Step } from "./person-path.ts";

/** Inclusive, in whole centimetres. */
export function isInZone({ eastingCm, northingCm }: Fix, zone: Zone): boolean {
  const dx = eastingCm - zone.eastingCm;
  const dy = northingCm - zone.northingCm;
  return dx * dx + dy * dy <= zone.radiusCm * zone.radiusCm;
}

/** Whether a leg comes into the zone during the window. Compared in squares, as the batch matchers do. */
export function passesZone({ kind, first, second }: Step, zone: Zone): boolean {
  return kind === "leg" && closestSquare(...scalars(first, second, zone)) <= zone.radiusCm * zone.radiusCm;
}

/** The closest approach of a path to a crime during the window; where nothing lies in it, of the fixes around it. */
export function nearestOf(path: PersonPath, zone: Zone): Nearest | null {
  const fixes = path.counted.filter(({ at }) => at >= zone.from && at <= zone.to).map((fix) => onFix(fix, zone, true));
  const legs = path.steps.flatMap((step) => onLeg(step, zone) ?? []);
  if (fixes.length + legs.length > 0) {
    // A fix is named before the leg that ends there at the same distance.
    return leastOf([...fixes, ...legs]);
  }
  const around = [
    path.counted.findLast(({ at }) => at < zone.from),
    path.counted.find(({ at }) => at > zone.to),
  ].flatMap((fix) => (fix === undefined ? [] : onFix(fix, zone, false)));
  return leastOf(around);
}

/** The nearest of some fixes. */
export function nearestFixOf(fixes: readonly Fix[], zone: Zone): Nearest | null {
  return leastOf(fixes.map((fix) => onFix(fix, zone, true)));
}

function leastOf(all: readonly Nearest[]): Nearest | null {
  return all.reduce<Nearest | null>(
    (least, one) => (least === null || one.distanceM < least.distanceM ? one : least),
    null,
  );
}

function onFix(fix: Fix, zone: Zone, isInWindow: boolean): Nearest {
  const distanceM = Math.sqrt((fix.eastingCm - zone.eastingCm) ** 2 + (fix.northingCm - zone.northingCm) ** 2) / 100;
  return { distanceM, errorM: fix.accuracyM ?? 0, at: fix.at, on: "fix", evidence: [fix], isInWindow };
}

function onLeg({ kind, first, second }: Step, zone: Zone): Nearest | null {
  const share = kind === "gap" ? -1 : closestShare(...scalars(first, second, zone));
  if (share < 0) {
    return null;
  }
  const dx = first.eastingCm + (second.eastingCm - first.eastingCm) * share - zone.eastingCm;
  const dy = first.northingCm + (second.northingCm - first.northingCm) * share - zone.northingCm;
  return {
    distanceM: Math.sqrt(dx * dx + dy * dy) / 100,
    errorM: Math.max(first.accuracyM ?? 0, second.accuracyM ?? 0),
    at: first.at + (second.at - first.at) * share,
    on: "leg",
    evidence: [first, second],
    isInWindow: true,
  };
}

function scalars(first: Fix, second: Fix, zone: Zone) {
  return [
    ...([first.at, first.eastingCm, first.northingCm] as const),
    ...([second.at, second.eastingCm, second.northingCm] as const),
    ...([zone.eastingCm, zone.northingCm, zone.from, zone.to] as const),
  ] as const;
}
