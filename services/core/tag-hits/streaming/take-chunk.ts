import { cellOf } from "../grid/cells.ts";
import { int32At, uint8At, uint32At } from "../grid/columns.ts";
import {
  CELL,
  DISORDERED,
  DOUBTED,
  EAST,
  KEPT_EAST,
  KEPT_NORTH,
  KEPT_TIME,
  lineOf,
  NORTH,
  reserve,
  SETTLED,
  STATE,
  TIME,
  UNSEEN,
} from "./latest-fixes.ts";
import type { PositionChunk } from "./position-chunk.ts";
import type { StreamMatcher } from "./stream-matcher.ts";
import { weighFix, weighStep } from "./weigh-step.ts";
import { isNearCrime } from "./zone-grid.ts";

/** Takes in some positions. Of people who turn out to need sorting nothing more is weighed: `latest` marks them. */
export function takeChunk(matcher: StreamMatcher, chunk: PositionChunk): void {
  const { accuracyMax, latest } = matcher;
  const { count, person, time, easting, northing, accuracy } = chunk;
  let { people, cells } = latest;
  for (let at = 0; at < count; at += 1) {
    const whose = uint32At(person, at);
    if (whose >= people) {
      reserve(latest, whose);
      people = latest.people;
      cells = latest.cells;
    }
    if (uint8At(accuracy, at) <= accuracyMax) {
      takeFix(matcher, cells, whose, time[at] ?? 0, easting[at] ?? 0, northing[at] ?? 0);
    } else {
      matcher.uncounted += 1;
    }
  }
  matcher.fixes += count;
}

/** Weighs what is still in doubt, at the end of the positions: with no fix after it, it was no jump. */
export function settleAll(matcher: StreamMatcher): void {
  const { cells, people } = matcher.latest;
  for (let person = 0; person < people; person += 1) {
    const line = lineOf(person);
    if (int32At(cells, line + STATE) === DOUBTED) {
      settleDoubted(matcher, person, line);
    }
  }
}

/**
 * Most fixes follow another at a fair speed, in the same cell, with no crime about: nothing more is done for those. Cells
 * are read where they stand, since this runs for every fix of the country.
 */
function takeFix(matcher: StreamMatcher, cells: Int32Array, person: number, t: number, x: number, y: number): void {
  const line = lineOf(person);
  const seconds = t - ((cells[line + TIME] ?? 0) >>> 0);
  const dx = x - (cells[line + EAST] ?? 0);
  const dy = y - (cells[line + NORTH] ?? 0);
  const reach = matcher.jumpCmPerS * seconds;
  if (cells[line + STATE] !== SETTLED || seconds <= 0 || dx * dx + dy * dy > reach * reach) {
    takeUnusual(matcher, person, line, t, x, y);
    return;
  }
  const cell = cellOf(x, y);
  if (cells[line + CELL] !== cell || seconds > matcher.legMax || isNearCrime(matcher.zones, t, cell)) {
    weighStep(matcher, person, (t - seconds) >>> 0, x - dx, y - dy, t, x, y);
  }
  cells[line + TIME] = t;
  cells[line + EAST] = x;
  cells[line + NORTH] = y;
  cells[line + CELL] = cell;
}

/** The first fix of a person, one after a doubtful one, one that is doubtful itself, or one that does not follow. */
function takeUnusual(matcher: StreamMatcher, person: number, line: number, t: number, x: number, y: number): void {
  const { latest } = matcher;
  const { cells } = latest;
  const state = int32At(cells, line + STATE);
  const time = int32At(cells, line + TIME) >>> 0;
  if (state === UNSEEN) {
    latest.first[person] = t;
    weighFix(matcher, person, t, x, y);
    replaceLatest(cells, line, SETTLED, t, x, y);
  } else if (state !== DISORDERED && t <= time) {
    noteRepeated(matcher, line, t === time && isLatestPlace(cells, line, x, y));
  } else if (state === SETTLED) {
    keepLatest(cells, line);
    replaceLatest(cells, line, DOUBTED, t, x, y);
  } else if (state === DOUBTED) {
    takeAfterDoubt(matcher, person, line, t, x, y);
  }
}

function isLatestPlace(cells: Int32Array, line: number, x: number, y: number): boolean {
  return x === int32At(cells, line + EAST) && y === int32At(cells, line + NORTH);
}

/** The same fix again is nothing; a time gone by, or another place at the same time, needs sorting. */
function noteRepeated({ latest }: StreamMatcher, line: number, isSame: boolean): void {
  if (isSame) {
    latest.repeated += 1;
  } else {
    latest.cells[line + STATE] = DISORDERED;
    latest.disordered += 1;
  }
}

function takeAfterDoubt(matcher: StreamMatcher, person: number, line: number, t: number, x: number, y: number): void {
  const { cells } = matcher.latest;
  const [dx, dy] = [x - int32At(cells, line + EAST), y - int32At(cells, line + NORTH)];
  const time = int32At(cells, line + TIME) >>> 0;
  const reach = matcher.jumpCmPerS * (t - time);
  if (dx * dx + dy * dy > reach * reach) {
    matcher.latest.jumps += 1;
    replaceLatest(cells, line, DOUBTED, t, x, y);
    return;
  }
  settleDoubted(matcher, person, line);
  weighStep(matcher, person, time, x - dx, y - dy, t, x, y);
  replaceLatest(cells, line, SETTLED, t, x, y);
}

function settleDoubted(matcher: StreamMatcher, person: number, line: number): void {
  const { cells } = matcher.latest;
  const kept = int32At(cells, line + KEPT_TIME) >>> 0;
  const [x1, y1] = [int32At(cells, line + KEPT_EAST), int32At(cells, line + KEPT_NORTH)];
  const [x2, y2] = [int32At(cells, line + EAST), int32At(cells, line + NORTH)];
  weighStep(matcher, person, kept, x1, y1, int32At(cells, line + TIME) >>> 0, x2, y2);
  cells[line + STATE] = SETTLED;
}

function keepLatest(cells: Int32Array, line: number): void {
  cells[line + KEPT_TIME] = int32At(cells, line + TIME);
  cells[line + KEPT_EAST] = int32At(cells, line + EAST);
  cells[line + KEPT_NORTH] = int32At(cells, line + NORTH);
}

function replaceLatest(cells: Int32Array, line: number, state: number, t: number, x: number, y: number): void {
  cells[line + STATE] = state;
  cells[line + TIME] = t;
  cells[line + EAST] = x;
  cells[line + NORTH] = y;
  cells[line + CELL] = cellOf(x, y);
}
