import { cellOf, crossedCells } from "../grid/cells.ts";
import { float64At, int32At } from "../grid/columns.ts";
import { closestShare } from "../matching/closest-approach.ts";
import { noteFix, notePath } from "./found-pairs.ts";
import { noteGap } from "./gap-list.ts";
import type { StreamMatcher } from "./stream-matcher.ts";
import {
  FROM,
  firstMember,
  MET,
  mayTouch,
  memberEnd,
  placeOf,
  RADIUS_SQUARE,
  slotOf,
  TO,
  WIDTH,
  X,
  Y,
} from "./zone-grid.ts";

/** Weighs a fix that counts, and the leg that leads to it from the one before, against the crimes around. */
export function weighStep(
  matcher: StreamMatcher,
  person: number,
  t1: number,
  x1: number,
  y1: number,
  t2: number,
  x2: number,
  y2: number,
): void {
  const isLeg = t2 - t1 <= matcher.legMax;
  if (!isLeg) {
    noteGap(matcher.gaps, person, t1, t2);
  }
  if (!isLeg || matcher.rule === "points") {
    weighFix(matcher, person, t2, x2, y2);
    return;
  }
  const slot = slotOf(matcher.zones, t2);
  const cell = cellOf(x2, y2);
  matcher.legs += 1;
  if (slot < 0) {
    return;
  }
  if (cellOf(x1, y1) === cell) {
    weighInCell(matcher, slot, cell, person, t1, x1, y1, t2, x2, y2);
    return;
  }
  const { crossed } = matcher;
  const count = crossedCells(x1, y1, x2, y2, crossed);
  for (let at = 0; at < count; at += 1) {
    weighInCell(matcher, slot, int32At(crossed, at), person, t1, x1, y1, t2, x2, y2);
  }
}

/** A fix alone is a leg of no length. */
export function weighFix(matcher: StreamMatcher, person: number, t: number, x: number, y: number): void {
  const slot = slotOf(matcher.zones, t);
  matcher.legs += 1;
  if (slot >= 0) {
    weighInCell(matcher, slot, cellOf(x, y), person, t, x, y, t, x, y);
  }
}

function weighInCell(
  matcher: StreamMatcher,
  slot: number,
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
  const part = mayTouch(zones, slot, cell) ? placeOf(zones, slot, cell) : -1;
  if (part < 0) {
    return;
  }
  const { members, values } = zones;
  const end = memberEnd(zones, part);
  for (let place = firstMember(zones, part); place < end; place += 1) {
    const crime = members[place] ?? 0;
    const line = crime * WIDTH;
    if (t2 >= (values[line + FROM] ?? 0) && t1 <= (values[line + TO] ?? 0)) {
      weighCrime(matcher, crime, person, t1, x1, y1, t2, x2, y2);
    }
  }
}

/** One crime and one leg. The fix at the leg's end is counted here, and only here. */
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
  const { legs, pairs } = matcher;
  const { values } = matcher.zones;
  const line = crime * WIDTH;
  // A crime of several cells is weighed once.
  if (float64At(values, line + MET) === legs) {
    return;
  }
  values[line + MET] = legs;
  const x = float64At(values, line + X);
  const y = float64At(values, line + Y);
  const to = float64At(values, line + TO);
  const radiusSquare = float64At(values, line + RADIUS_SQUARE);
  const square = (x2 - x) * (x2 - x) + (y2 - y) * (y2 - y);
  if (square <= radiusSquare && t2 <= to) {
    noteFix(pairs, crime, person, square, t2);
  }
  if (matcher.rule === "points") {
    return;
  }
  const share = closestShare(t1, x1, y1, t2, x2, y2, x, y, float64At(values, line + FROM), to);
  const px = x1 + (x2 - x1) * share - x;
  const py = y1 + (y2 - y1) * share - y;
  if (px * px + py * py <= radiusSquare) {
    notePath(pairs, crime, person, px * px + py * py, t1 + (t2 - t1) * share);
  }
}
