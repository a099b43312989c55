import type { Zone } from "#services/core/tag-hits/matching/crime-window.ts";
import type { Fix } from "#services/core/tag-hits/matching/fix.ts";

/** What brute force says of one person and one crime. */
export type OracleHit = { readonly fixes: number; readonly passes: boolean };

const ACCURACY_MAX_M = 100;
const LEG_MAX_S = 300;
const JUMP_CM_PER_S = 7_000n;

/**
 * Every leg against the crime in whole numbers of any length, written from design/tag-hits.md and sharing no code with
 * the matchers: neither rounding nor an index can hide a hit from it.
 */
export function oracleHit(counted: readonly Fix[], zone: Zone): OracleHit {
  const inZone = counted.filter((fix) => isDuring(fix, zone) && nearSquare(fix, zone) <= squared(zone.radiusCm));
  const legs = counted.slice(1).map((second, at) => [counted[at] ?? second, second] as const);
  return {
    fixes: inZone.length,
    passes: inZone.length > 0 || legs.some(([first, second]) => legMeets(first, second, zone)),
  };
}

/** What counts of a person's fixes, in order. */
export function oraclePath(fixes: readonly Fix[]): readonly Fix[] {
  return withoutJumps(onePerMoment(fixes));
}

const big = (value: number) => BigInt(value);
const squared = (value: number) => big(value) * big(value);
const isDuring = ({ at }: Fix, { from, to }: Zone) => at >= from && at <= to;

function nearSquare(fix: Fix, zone: Zone): bigint {
  return squared(fix.eastingCm - zone.eastingCm) + squared(fix.northingCm - zone.northingCm);
}

function onePerMoment(fixes: readonly Fix[]): readonly Fix[] {
  const best = new Map<number, Fix>();
  for (const fix of fixes) {
    if (fix.mechanism === "GPS" && fix.accuracyM !== null && fix.accuracyM <= ACCURACY_MAX_M) {
      const held = best.get(fix.at);
      if (held === undefined || rank(fix) < rank(held)) {
        best.set(fix.at, fix);
      }
    }
  }
  return [...best.values()].sort((a, b) => a.at - b.at);
}

/** Sorts as a text: accuracy, then place. */
function rank({ accuracyM, eastingCm, northingCm }: Fix): string {
  return [accuracyM ?? 0, eastingCm, northingCm].map((value) => String(value).padStart(12, "0")).join(" ");
}

function withoutJumps(fixes: readonly Fix[]): readonly Fix[] {
  const tooFast = (a: Fix | undefined, b: Fix | undefined) => {
    if (a === undefined || b === undefined) {
      return false;
    }
    const way = squared(b.eastingCm - a.eastingCm) + squared(b.northingCm - a.northingCm);
    return way > (JUMP_CM_PER_S * big(b.at - a.at)) ** 2n;
  };
  return fixes.filter((fix, at) => !(tooFast(fixes[at - 1], fix) && tooFast(fix, fixes[at + 1])));
}

/** Scaled by the leg's seconds, so that both ends of the part in the window are whole numbers around the crime. */
function legMeets(first: Fix, second: Fix, zone: Zone): boolean {
  const [from, to] = [Math.max(first.at, zone.from), Math.min(second.at, zone.to)];
  if (second.at - first.at > LEG_MAX_S || from > to) {
    return false;
  }
  const seconds = big(second.at - first.at);
  const placeAt = (at: number, name: "eastingCm" | "northingCm") =>
    big(first[name]) * big(second.at - at) + big(second[name]) * big(at - first.at) - big(zone[name]) * seconds;
  const [ax, ay] = [placeAt(from, "eastingCm"), placeAt(from, "northingCm")];
  const [bx, by] = [placeAt(to, "eastingCm"), placeAt(to, "northingCm")];
  const limit = squared(zone.radiusCm) * seconds * seconds;
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = -(ax * dx + ay * dy);
  if (along <= 0n || length === 0n) {
    return ax * ax + ay * ay <= limit;
  }
  if (along >= length) {
    return bx * bx + by * by <= limit;
  }
  return (ax * dy - ay * dx) ** 2n <= limit * length;
}
