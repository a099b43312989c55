import type { Pair } from "./closest-approach.ts";
import type { Zone } from "./crime-window.ts";

/** The least top speed at which the person could have been in the zone, and the moment at which that is least. */
export type RequiredSpeed = { readonly mps: number; readonly at: number };

/**
 * The least top speed at which somebody seen at both ends of a leg or gap could have been in the zone during the window
 * (design/tag-hits.md section 2); null where pair and window share no moment. The accuracies, in centimetres, are what
 * the ends may be out by. The travel outside the window counts too, so the overlap alone never divides anything.
 */
export function requiredSpeed(
  pair: Pair,
  ends: { readonly accuracy1Cm: number; readonly accuracy2Cm: number },
  zone: Zone,
): RequiredSpeed | null {
  const from = Math.max(pair.t1, zone.from);
  const to = Math.min(pair.t2, zone.to);
  if (from > to) {
    return null;
  }
  const d1 = shortfall(pair.x1, pair.y1, ends.accuracy1Cm, zone);
  const d2 = shortfall(pair.x2, pair.y2, ends.accuracy2Cm, zone);
  const even = d1 + d2 === 0 ? from : pair.t1 + ((pair.t2 - pair.t1) * d1) / (d1 + d2);
  const at = Math.min(Math.max(even, from), to);
  return { mps: Math.max(speed(d1, at - pair.t1), speed(d2, pair.t2 - at)) / 100, at };
}

/** How far somebody at that place surely was from the zone, in centimetres. */
function shortfall(x: number, y: number, accuracyCm: number, zone: Zone): number {
  const dx = x - zone.eastingCm;
  const dy = y - zone.northingCm;
  return Math.max(0, Math.sqrt(dx * dx + dy * dy) - zone.radiusCm - accuracyCm);
}

/** No way in no time takes no speed. */
function speed(distance: number, time: number): number {
  return distance === 0 ? 0 : distance / time;
}
