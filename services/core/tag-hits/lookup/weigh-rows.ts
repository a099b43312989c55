import type { Rows } from "../day-store/rows.ts";
import { int32At, uint32At } from "../grid/columns.ts";
import { closestShare } from "../matching/closest-approach.ts";
import type { Zone } from "../matching/crime-window.ts";
import type { Parameters } from "../matching/parameters.ts";

/** What one person's rows say about one crime. */
export type Weighed = {
  fixes: number;
  fixSquare: number;
  fixAt: number;
  pathSquare: number;
  pathAt: number;
  coveredS: number;
};

/** Rows that count, gathered before they are weighed. */
const usable = { places: new Int32Array(4_096), fast: new Uint8Array(4_096) };
const result: Weighed = noWeight();

function noWeight(): Weighed {
  return {
    fixes: 0,
    fixSquare: Number.POSITIVE_INFINITY,
    fixAt: 0,
    pathSquare: Number.POSITIVE_INFINITY,
    pathAt: 0,
    coveredS: 0,
  };
}

/**
 * Weighs the rows of one person against a zone: which count, which were jumps, what legs they make, and how near those
 * come. The answer is overwritten by the next call.
 */
export function weighRows(rows: Rows, zone: Zone, parameters: Parameters): Weighed {
  Object.assign(result, noWeight());
  const count = gatherUsable(rows, parameters);
  let kept = -1;
  for (let at = 0; at < count; at += 1) {
    const isJump = usable.fast[at] === 1 && at + 1 < count && usable.fast[at + 1] === 1;
    if (!isJump) {
      const place = int32At(usable.places, at);
      weighFix(rows, place, zone);
      if (kept >= 0) {
        weighLeg(rows, kept, place, zone, parameters.legMaxS);
      }
      kept = place;
    }
  }
  return result;
}

/** Notes which rows may count, and whether each was reached faster than anybody travels. */
function gatherUsable(rows: Rows, { accuracyMaxM, jumpMps }: Parameters): number {
  if (rows.count > usable.places.length) {
    usable.places = new Int32Array(2 * rows.count);
    usable.fast = new Uint8Array(2 * rows.count);
  }
  let count = 0;
  let latest = -1;
  for (let place = 0; place < rows.count; place += 1) {
    if ((rows.quality[place] ?? 0) <= accuracyMaxM) {
      usable.places[count] = place;
      usable.fast[count] = latest >= 0 && isTooFast(rows, latest, place, jumpMps) ? 1 : 0;
      count += 1;
      latest = place;
    }
  }
  return count;
}

function isTooFast({ time, east, north }: Rows, first: number, second: number, mps: number): boolean {
  const dx = int32At(east, second) - int32At(east, first);
  const dy = int32At(north, second) - int32At(north, first);
  const reach = 100 * mps * (uint32At(time, second) - uint32At(time, first));
  return dx * dx + dy * dy > reach * reach;
}

function weighFix({ time, east, north }: Rows, place: number, zone: Zone): void {
  const at = uint32At(time, place);
  const dx = int32At(east, place) - zone.eastingCm;
  const dy = int32At(north, place) - zone.northingCm;
  const square = dx * dx + dy * dy;
  if (at < zone.from || at > zone.to) {
    return;
  }
  if (square <= zone.radiusCm * zone.radiusCm) {
    result.fixes += 1;
    if (square < result.fixSquare) {
      result.fixSquare = square;
      result.fixAt = at;
    }
  }
}

function weighLeg(rows: Rows, first: number, second: number, zone: Zone, legMaxS: number): void {
  const { time, east, north, activation } = rows;
  const t1 = uint32At(time, first);
  const t2 = uint32At(time, second);
  if (t2 - t1 > legMaxS || t2 < zone.from || t1 > zone.to || activation[first] !== activation[second]) {
    return;
  }
  result.coveredS += Math.min(t2, zone.to) - Math.max(t1, zone.from);
  const x1 = int32At(east, first);
  const y1 = int32At(north, first);
  const x2 = int32At(east, second);
  const y2 = int32At(north, second);
  const share = closestShare(t1, x1, y1, t2, x2, y2, zone.eastingCm, zone.northingCm, zone.from, zone.to);
  const dx = x1 + (x2 - x1) * share - zone.eastingCm;
  const dy = y1 + (y2 - y1) * share - zone.northingCm;
  const square = dx * dx + dy * dy;
  if (square <= zone.radiusCm * zone.radiusCm && square < result.pathSquare) {
    result.pathSquare = square;
    result.pathAt = t1 + (t2 - t1) * share;
  }
}
