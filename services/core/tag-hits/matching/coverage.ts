import type { Answer } from "./answer.ts";
import type { Span } from "./closest-approach.ts";
import type { Zone } from "./crime-window.ts";
import type { PersonPath, Step } from "./person-path.ts";

const MINUTE_S = 60;

/** The share of the window that lies on legs. Of a window of no length it is all or nothing. */
export function coverageOf({ steps }: PersonPath, zone: Zone): Answer["coverage"] {
  const legs = steps.filter(({ kind }) => kind === "leg");
  const seconds = legs.reduce((sum, leg) => sum + overlapS(spanOf(leg), zone), 0);
  const length = zone.to - zone.from;
  const touches = legs.some(({ first, second }) => first.at <= zone.to && second.at >= zone.from);
  const share = length === 0 ? Number(touches) : seconds / length;
  return { minutes: seconds / MINUTE_S, ofMinutes: length / MINUTE_S, share };
}

/** The longest time in the window without a leg, its edges included. */
export function longestGapMinutes({ steps }: PersonPath, zone: Zone): number {
  let longest = 0;
  let known = zone.from;
  for (const { kind, first, second } of steps) {
    if (kind === "leg" && second.at > zone.from && first.at < zone.to) {
      longest = Math.max(longest, first.at - known);
      known = Math.max(known, second.at);
    }
  }
  return Math.max(longest, zone.to - known, 0) / MINUTE_S;
}

/** For how long the path, taken as straight between fixes, was in the zone. */
export function minutesInZone({ steps }: PersonPath, zone: Zone): number {
  return steps.reduce((sum, step) => sum + (step.kind === "leg" ? secondsInZone(step, zone) : 0), 0) / MINUTE_S;
}

function secondsInZone({ first, second }: Step, zone: Zone): number {
  const dx = second.eastingCm - first.eastingCm;
  const dy = second.northingCm - first.northingCm;
  const ox = first.eastingCm - zone.eastingCm;
  const oy = first.northingCm - zone.northingCm;
  const inside = shareInCircle(dx * dx + dy * dy, ox * dx + oy * dy, ox * ox + oy * oy - zone.radiusCm ** 2);
  const length = second.at - first.at;
  return inside === null
    ? 0
    : overlapS({ from: first.at + inside.from * length, to: first.at + inside.to * length }, zone);
}

/** Where a s² + 2 b s + c <= 0 for s from 0 to 1. */
function shareInCircle(a: number, b: number, c: number): Span | null {
  if (a === 0) {
    return c <= 0 ? { from: 0, to: 1 } : null;
  }
  const root = b * b - a * c;
  if (root < 0) {
    return null;
  }
  const from = Math.max(0, (-b - Math.sqrt(root)) / a);
  const to = Math.min(1, (-b + Math.sqrt(root)) / a);
  return from <= to ? { from, to } : null;
}

function spanOf({ first, second }: Step): Span {
  return { from: first.at, to: second.at };
}

function overlapS(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}
