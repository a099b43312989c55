import { cellOf, crossedCells } from "../grid/cells.ts";
import { float64At, int32At } from "../grid/columns.ts";
import { closestShare } from "../matching/closest-approach.ts";
import { noteFix, notePath } from "./found-pairs.ts";
import { noteGap } from "./gap-list.ts";
import { EAST, HAS_KEPT, KEPT_EAST, KEPT_NORTH, KEPT_TIME, lineOf, NORTH, TIME } from "./latest-fixes.ts";
import type { StreamMatcher } from "./stream-matcher.ts";
import { isOccupied, slotOf } from "./zone-grid.ts";

/** Weighs the latest fix of a person, and the leg that leads to it, against the crimes around; it counts from now on. */
export function settle(matcher: StreamMatcher, person: number, state: number): void {
  const { cells } = matcher.latest;
  const line = lineOf(person);
  const t2 = int32At(cells, line + TIME) >>> 0;
  const x2 = int32At(cells, line + EAST);
  const y2 = int32At(cells, line + NORTH);
  const t1 = int32At(cells, line + KEPT_TIME) >>> 0;
  matcher.legs += 1;
  if ((state & HAS_KEPT) !== 0 && t2 - t1 <= matcher.legMax) {
    if (matcher.rule === "cpa") {
      weighLeg(matcher, person, t1, int32At(cells, line + KEPT_EAST), int32At(cells, line + KEPT_NORTH), t2, x2, y2);
    } else {
      weighInCell(matcher, cellOf(x2, y2), person, t2, x2, y2, t2, x2, y2);
    }
  } else {
    if ((state & HAS_KEPT) !== 0) {
      noteGap(matcher.gaps, person, t1, t2);
    }
    weighInCell(matcher, cellOf(x2, y2), person, t2, x2, y2, t2, x2, y2);
  }
  cells[line + KEPT_TIME] = t2;
  cells[line + KEPT_EAST] = x2;
  cells[line + KEPT_NORTH] = y2;
}

function weighLeg(
  matcher: StreamMatcher,
  person: number,
  t1: number,
  x1: number,
  y1: number,
  t2: number,
  x2: number,
  y2: number,
): void {
  const cell = cellOf(x2, y2);
  if (cellOf(x1, y1) === cell) {
    weighInCell(matcher, cell, person, t1, x1, y1, t2, x2, y2);
    return;
  }
  const { crossed } = matcher;
  const count = crossedCells(x1, y1, x2, y2, crossed);
  for (let at = 0; at < count; at += 1) {
    weighInCell(matcher, int32At(crossed, at), person, t1, x1, y1, t2, x2, y2);
  }
}

function weighInCell(
  matcher: StreamMatcher,
  cell: number,
  person: number,
  t1: number,
  x1: number,
  y1: number,
  t2: number,
  x2: number,
  y2: number,
): void {
  const { zones } = matcher;
  if (!isOccupied(zones, cell)) {
    return;
  }
  const slot = slotOf(zones, cell);
  const end = int32At(zones.ends, slot);
  for (let place = int32At(zones.starts, slot); place < end; place += 1) {
    const crime = int32At(zones.members, place);
    if (t2 >= float64At(zones.from, crime) && t1 <= float64At(zones.to, crime)) {
      weighCrime(matcher, crime, person, t1, x1, y1, t2, x2, y2);
    }
  }
}

/** One crime and one leg; a single fix is a leg of no length. The fix at the leg's end is counted here, and only here. */
function weighCrime(
  matcher: StreamMatcher,
  crime: number,
  person: number,
  t1: number,
  x1: number,
  y1: number,
  t2: number,
  x2: number,
  y2: number,
): void {
  const { zones, met, legs, pairs } = matcher;
  if (float64At(met, crime) === legs) {
    return;
  }
  met[crime] = legs;
  const x = int32At(zones.x, crime);
  const y = int32At(zones.y, crime);
  const to = float64At(zones.to, crime);
  const radiusSquare = float64At(zones.radiusSquare, crime);
  const dx = x2 - x;
  const dy = y2 - y;
  const square = dx * dx + dy * dy;
  if (square <= radiusSquare && t2 <= to) {
    noteFix(pairs, crime, person, square, t2);
  }
  if (matcher.rule === "points") {
    return;
  }
  const share = closestShare(t1, x1, y1, t2, x2, y2, x, y, float64At(zones.from, crime), to);
  const px = x1 + (x2 - x1) * share - x;
  const py = y1 + (y2 - y1) * share - y;
  const pathSquare = px * px + py * py;
  if (pathSquare <= radiusSquare) {
    notePath(pairs, crime, person, pathSquare, t1 + (t2 - t1) * share);
  }
}
