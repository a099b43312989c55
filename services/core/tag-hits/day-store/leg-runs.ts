import { CELL_COUNT, CROSSED_MAX, cellOf, crossedCells } from "../grid/cells.ts";
import { int32At, uint32At } from "../grid/columns.ts";
import { growBox, type LegBoxes, noBoxes } from "./leg-boxes.ts";
import { isUsableQuality } from "./quality.ts";
import { blockOf, numberAfter } from "./row-numbers.ts";
import type { Rows } from "./rows.ts";

/** What decides which fixes are joined: a file can be searched with the settings it was sealed with. */
export type LegRule = { readonly accuracyMaxM: number; readonly legMaxS: number; readonly jumpMps: number };

/**
 * For each cell the rows whose legs cross it, as runs: somebody who stays is one run, however long. Chained by cell in
 * the order of people, so that what a search reads lies together.
 */
export type LegRuns = {
  count: number;
  first: Uint32Array;
  last: Uint32Array;
  /** The run before it in the same cell, plus one. */
  before: Int32Array;
  /** Of each cell of the grid the latest run, plus one. */
  readonly latest: Int32Array;
  readonly cells: number[];
  /** The first row of the person at hand: no run reaches from one person to the next. */
  floor: number;
  /** Of each block the box around the legs that end in it. */
  boxes: LegBoxes;
  readonly crossed: Int32Array;
};

const FIRST_SIZE = 65_536;

/** A column of all cells is large and mostly empty, so it is cleaned and used again. */
let spare: Int32Array | null = null;

export function noLegRuns(): LegRuns {
  const runs = {
    count: 0,
    first: new Uint32Array(FIRST_SIZE),
    last: new Uint32Array(FIRST_SIZE),
    before: new Int32Array(FIRST_SIZE),
    latest: spare ?? new Int32Array(CELL_COUNT),
    cells: [],
    floor: 0,
    boxes: noBoxes(0),
    crossed: new Int32Array(CROSSED_MAX),
  };
  spare = null;
  return runs;
}

/** Gives the column of cells back, once the runs have been written. */
export function doneWith({ latest, cells }: LegRuns): void {
  for (const cell of cells) {
    latest[cell] = 0;
  }
  spare = latest;
}

/**
 * Notes the legs of one person's rows, whose numbers begin with `number`. Rows before `own` belong to the day before and
 * are there for the leg over midnight alone. More legs than count may be noted, where a later fix will show that one
 * was a jump; fewer never.
 */
export function noteLegs(
  runs: LegRuns,
  rows: Rows,
  span: { readonly first: number; readonly own: number; readonly end: number; readonly number: number },
  rule: LegRule,
): void {
  const walk: Walk = { kept: -1, latest: -1, isFast: false };
  let number = span.number;
  runs.floor = number;
  for (let at = span.first; at < span.end; at += 1) {
    number = at > span.own ? numberAfter(number, rows, at) : number;
    if (isUsableQuality(rows.quality[at] ?? 0, rule.accuracyMaxM)) {
      walkTo(walk, rows, at, rule);
      if (at >= span.own) {
        noteLeg(runs, rows, walk.kept, at, number, rule);
      }
    }
  }
}

/** The latest usable row, how it was reached, and the row that a leg to the next one may begin with. */
type Walk = { kept: number; latest: number; isFast: boolean };

/** The latest is known now: it stays unless both its neighbours say that it was a jump. */
function walkTo(walk: Walk, rows: Rows, at: number, { jumpMps }: LegRule): void {
  const isFast = walk.latest >= 0 && isTooFast(rows, walk.latest, at, jumpMps);
  if (!(walk.isFast && isFast)) {
    walk.kept = walk.latest;
  }
  walk.latest = at;
  walk.isFast = isFast;
}

function isTooFast(rows: Rows, first: number, second: number, mps: number): boolean {
  const dx = int32At(rows.east, second) - int32At(rows.east, first);
  const dy = int32At(rows.north, second) - int32At(rows.north, first);
  const reach = 100 * mps * (uint32At(rows.time, second) - uint32At(rows.time, first));
  return dx * dx + dy * dy > reach * reach;
}

function noteLeg(runs: LegRuns, rows: Rows, first: number, second: number, row: number, rule: LegRule): void {
  const x2 = int32At(rows.east, second);
  const y2 = int32At(rows.north, second);
  const cell = cellOf(x2, y2);
  const isLeg =
    first >= 0 &&
    uint32At(rows.time, second) - uint32At(rows.time, first) <= rule.legMaxS &&
    uint32At(rows.activation, second) === uint32At(rows.activation, first);
  const x1 = isLeg ? int32At(rows.east, first) : x2;
  const y1 = isLeg ? int32At(rows.north, first) : y2;
  growBox(runs.boxes, blockOf(row), x1, y1, x2, y2);
  if (cellOf(x1, y1) === cell) {
    noteRow(runs, cell, row);
    return;
  }
  const count = crossedCells(x1, y1, x2, y2, runs.crossed);
  for (let at = 0; at < count; at += 1) {
    noteRow(runs, int32At(runs.crossed, at), row);
  }
}

function noteRow(runs: LegRuns, cell: number, row: number): void {
  const latest = int32At(runs.latest, cell);
  if (latest > 0) {
    const last = uint32At(runs.last, latest - 1);
    if (row - last <= 1 && last >= runs.floor) {
      runs.last[latest - 1] = row;
      return;
    }
  } else {
    runs.cells.push(cell);
  }
  if (runs.count === runs.first.length) {
    grow(runs);
  }
  runs.first[runs.count] = row;
  runs.last[runs.count] = row;
  runs.before[runs.count] = latest;
  runs.count += 1;
  runs.latest[cell] = runs.count;
}

function grow(runs: LegRuns): void {
  const size = 2 * runs.count;
  for (const name of ["first", "last"] as const) {
    const column = new Uint32Array(size);
    column.set(runs[name]);
    runs[name] = column;
  }
  const before = new Int32Array(size);
  before.set(runs.before);
  runs.before = before;
}
