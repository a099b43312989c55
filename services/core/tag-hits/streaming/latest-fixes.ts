import { int32At, uint32At } from "../grid/columns.ts";

/** Numbers a person has in `Latest`: one cache line holds two people. */
const WIDTH = 8;
export const STATE = 0;
export const TIME = 1;
export const EAST = 2;
export const NORTH = 3;
export const KEPT_TIME = 4;
export const KEPT_EAST = 5;
export const KEPT_NORTH = 6;
export const ACCURACY = 7;

/** Bits of STATE: there is a latest fix, there is a settled one before it, the latest was reached too fast. */
export const HAS_LATEST = 1;
export const HAS_KEPT = 2;
export const REACHED_TOO_FAST = 4;
/** The fix before the latest was a jump, so that it is not the settled one: it is in `jumped`. */
export const AFTER_JUMP = 8;
/** Times went back: this person needs sorting first. */
export const DISORDERED = 16;

/** Of each person the latest fix, still to be settled, and the settled one before it. */
export type Latest = {
  cells: Int32Array;
  /** When each person was first seen, once there is a latest fix. */
  first: Uint32Array;
  people: number;
  readonly jumped: Map<number, { readonly t: number; readonly x: number; readonly y: number }>;
  disordered: number;
  repeated: number;
  contradicted: number;
  jumps: number;
};

const FIRST_PEOPLE = 1_024;

export function noLatest(): Latest {
  return {
    cells: new Int32Array(WIDTH * FIRST_PEOPLE),
    first: new Uint32Array(FIRST_PEOPLE),
    people: 0,
    jumped: new Map(),
    disordered: 0,
    repeated: 0,
    contradicted: 0,
    jumps: 0,
  };
}

/** Makes room for a person's number. */
export function reserve(latest: Latest, person: number): void {
  if (person >= latest.people) {
    grow(latest, person);
  }
}

function grow(latest: Latest, person: number): void {
  latest.people = person + 1;
  if (person >= latest.first.length) {
    const size = 2 ** Math.ceil(Math.log2(person + 1));
    const cells = new Int32Array(WIDTH * size);
    cells.set(latest.cells);
    latest.cells = cells;
    const first = new Uint32Array(size);
    first.set(latest.first);
    latest.first = first;
  }
}

/** Where a person's numbers begin. */
export function lineOf(person: number): number {
  return person * WIDTH;
}

export function isDisordered({ cells }: Latest, person: number): boolean {
  return (int32At(cells, lineOf(person) + STATE) & DISORDERED) !== 0;
}

/** From the first counted fix of a person to the last; null where none counts. */
export function spanOf(
  { cells, first }: Latest,
  person: number,
): { readonly from: number; readonly to: number } | null {
  const line = lineOf(person);
  return (int32At(cells, line + STATE) & HAS_LATEST) === 0
    ? null
    : { from: uint32At(first, person), to: int32At(cells, line + TIME) >>> 0 };
}
