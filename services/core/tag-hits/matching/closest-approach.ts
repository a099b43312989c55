/** Two counted fixes in order of time, joined by a straight line at constant speed. Centimetres and Unix seconds. */
export type Pair = {
  readonly t1: number;
  readonly x1: number;
  readonly y1: number;
  readonly t2: number;
  readonly x2: number;
  readonly y2: number;
};

export type Span = { readonly from: number; readonly to: number };

/**
 * Square of the least distance between a leg and a point during a window, in cm²; infinite where the two share no
 * moment. The time is clipped first, then the point is projected and clamped: what the person did outside the window
 * brings nobody near. Scalars in and out, since this runs some hundred million times a day.
 */
export function closestSquare(
  t1: number,
  x1: number,
  y1: number,
  t2: number,
  x2: number,
  y2: number,
  x: number,
  y: number,
  from: number,
  to: number,
): number {
  const share = closestShare(t1, x1, y1, t2, x2, y2, x, y, from, to);
  if (share < 0) {
    return Number.POSITIVE_INFINITY;
  }
  const dx = x1 + (x2 - x1) * share - x;
  const dy = y1 + (y2 - y1) * share - y;
  return dx * dx + dy * dy;
}

/** How far along the leg, from 0 to 1, it is nearest; -1 where leg and window share no moment. */
export function closestShare(
  t1: number,
  x1: number,
  y1: number,
  t2: number,
  x2: number,
  y2: number,
  x: number,
  y: number,
  from: number,
  to: number,
): number {
  if (t2 < from || t1 > to) {
    return -1;
  }
  const first = t1 >= from ? 0 : (from - t1) / (t2 - t1);
  const last = t2 <= to ? 1 : (to - t1) / (t2 - t1);
  const dx = x2 - x1;
  const dy = y2 - y1;
  const length = dx * dx + dy * dy;
  const nearest = length === 0 ? first : ((x - x1) * dx + (y - y1) * dy) / length;
  return nearest < first ? first : nearest > last ? last : nearest;
}
