import { int32At, uint8At, uint32At } from "../grid/columns.ts";
import {
  ACCURACY,
  AFTER_JUMP,
  DISORDERED,
  EAST,
  HAS_KEPT,
  HAS_LATEST,
  KEPT_EAST,
  KEPT_NORTH,
  KEPT_TIME,
  lineOf,
  NORTH,
  REACHED_TOO_FAST,
  reserve,
  STATE,
  TIME,
} from "./latest-fixes.ts";
import type { PositionChunk } from "./position-chunk.ts";
import { settle } from "./settle-fix.ts";
import type { StreamMatcher } from "./stream-matcher.ts";

/** Takes in some positions. Those of a person whose times go back are left out: `latest` marks such people. */
export function takeChunk(matcher: StreamMatcher, chunk: PositionChunk): void {
  const { latest, accuracyMax } = matcher;
  for (let at = 0; at < chunk.count; at += 1) {
    const accuracy = uint8At(chunk.accuracy, at);
    const person = uint32At(chunk.person, at);
    reserve(latest, person);
    if (accuracy > accuracyMax) {
      matcher.uncounted += 1;
    } else {
      const x = int32At(chunk.easting, at);
      takeFix(matcher, person, uint32At(chunk.time, at), x, int32At(chunk.northing, at), accuracy);
    }
  }
  matcher.fixes += chunk.count;
}

/** Settles what is still open, at the end of the positions. */
export function settleAll(matcher: StreamMatcher): void {
  const { cells, people } = matcher.latest;
  for (let person = 0; person < people; person += 1) {
    const state = int32At(cells, lineOf(person) + STATE);
    if ((state & HAS_LATEST) !== 0 && (state & DISORDERED) === 0) {
      settle(matcher, person, state);
    }
  }
}

function takeFix(matcher: StreamMatcher, person: number, t: number, x: number, y: number, accuracy: number): void {
  const { latest } = matcher;
  const { cells } = latest;
  const line = lineOf(person);
  const state = int32At(cells, line + STATE);
  if ((state & HAS_LATEST) === 0) {
    latest.first[person] = t;
    replaceLatest(cells, line, HAS_LATEST, t, x, y, accuracy);
    return;
  }
  const time = int32At(cells, line + TIME) >>> 0;
  if (t <= time || (state & DISORDERED) !== 0) {
    takeUnusual(matcher, person, state, t, x, y, accuracy);
    return;
  }
  const isFast = isFaster(
    matcher.jumpCmPerS,
    t - time,
    x - int32At(cells, line + EAST),
    y - int32At(cells, line + NORTH),
  );
  const fast = isFast ? REACHED_TOO_FAST : 0;
  if ((state & fast) === 0) {
    settle(matcher, person, state);
    replaceLatest(cells, line, HAS_LATEST | HAS_KEPT | fast, t, x, y, accuracy);
    return;
  }
  latest.jumps += 1;
  latest.jumped.set(person, { t: time, x: int32At(cells, line + EAST), y: int32At(cells, line + NORTH) });
  replaceLatest(cells, line, state | AFTER_JUMP, t, x, y, accuracy);
}

function isFaster(cmPerS: number, seconds: number, dx: number, dy: number): boolean {
  const reach = cmPerS * seconds;
  return dx * dx + dy * dy > reach * reach;
}

function replaceLatest(
  cells: Int32Array,
  line: number,
  state: number,
  t: number,
  x: number,
  y: number,
  accuracy: number,
): void {
  cells[line + STATE] = state;
  cells[line + TIME] = t;
  cells[line + EAST] = x;
  cells[line + NORTH] = y;
  cells[line + ACCURACY] = accuracy;
}

/** A moment that has been here before, or one that went by: neither is much of a day. */
function takeUnusual(
  matcher: StreamMatcher,
  person: number,
  state: number,
  t: number,
  x: number,
  y: number,
  accuracy: number,
): void {
  const { latest } = matcher;
  const { cells } = latest;
  const line = lineOf(person);
  if ((state & DISORDERED) !== 0) {
    return;
  }
  if (t < int32At(cells, line + TIME) >>> 0) {
    cells[line + STATE] = state | DISORDERED;
    latest.disordered += 1;
    return;
  }
  const [heldX, heldY] = [int32At(cells, line + EAST), int32At(cells, line + NORTH)];
  const better = accuracy - int32At(cells, line + ACCURACY) || x - heldX || y - heldY;
  if (x === heldX && y === heldY) {
    latest.repeated += 1;
    cells[line + ACCURACY] = Math.min(accuracy, int32At(cells, line + ACCURACY));
    return;
  }
  latest.contradicted += 1;
  if (better < 0) {
    replaceLatest(cells, line, state, t, x, y, accuracy);
    cells[line + STATE] = (state & ~REACHED_TOO_FAST) | speedBit(matcher, person, state);
  }
}

/** Whether the latest fix was reached too fast from the one before it, counted or not. */
function speedBit({ latest, jumpCmPerS }: StreamMatcher, person: number, state: number): number {
  const { cells } = latest;
  const line = lineOf(person);
  const kept = {
    t: int32At(cells, line + KEPT_TIME) >>> 0,
    x: int32At(cells, line + KEPT_EAST),
    y: int32At(cells, line + KEPT_NORTH),
  };
  const before = (state & AFTER_JUMP) === 0 ? kept : latest.jumped.get(person);
  if ((state & HAS_KEPT) === 0 || before === undefined) {
    return 0;
  }
  const [dx, dy] = [int32At(cells, line + EAST) - before.x, int32At(cells, line + NORTH) - before.y];
  const seconds = (int32At(cells, line + TIME) >>> 0) - before.t;
  return isFaster(jumpCmPerS, seconds, dx, dy) ? REACHED_TOO_FAST : 0;
}
