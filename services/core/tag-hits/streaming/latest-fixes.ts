import { int32At, uint32At } from "../grid/columns.ts";

/** Numbers a person has in `Latest`: two people share a cache line. */
const WIDTH = 8;
export const STATE = 0;
export const TIME = 1;
export const EAST = 2;
export const NORTH = 3;
export const CELL = 4;
export const KEPT_TIME = 5;
export const KEPT_EAST = 6;
export const KEPT_NORTH = 7;

/** Values of STATE. */
export const UNSEEN = 0;
/** The latest fix counts, and all that it leads to has been weighed. */
export const SETTLED = 1;
/** The latest fix was reached faster than anybody travels: the next one tells whether it was a jump from the kept one. */
export const DOUBTED = 2;
/** Times went back, or one moment has two places: this person needs sorting first. */
export const DISORDERED = 3;

/** Of each person the latest fix, and while that is in doubt the one before it. */
export type Latest = {
  cells: Int32Array;
  /** When each person was first seen. */
  first: Uint32Array;
  people: number;
  disordered: number;
  repeated: number;
  jumps: number;
};

const FIRST_PEOPLE = 1_024;

export function noLatest(): Latest {
  return {
    cells: new Int32Array(WIDTH * FIRST_PEOPLE),
    first: new Uint32Array(FIRST_PEOPLE),
    people: 0,
    disordered: 0,
    repeated: 0,
    jumps: 0,
  };
}

/** Enough for anybody's tags; a number beyond it numbers no people. */
const PEOPLE_MAX = 2 ** 24;

/** Makes room for everybody up to a person's number. Throws RangeError for a number that cannot be one. */
export function reserve(latest: Latest, person: number): void {
  if (person >= PEOPLE_MAX) {
    throw new RangeError(`a person's number of ${PEOPLE_MAX} or more; number people from 0`);
  }
  latest.people = Math.max(latest.people, person + 1);
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
  return int32At(cells, lineOf(person) + STATE) === DISORDERED;
}

/** From the first counted fix of a person to the last; null where none counts. */
export function spanOf(
  { cells, first }: Latest,
  person: number,
): { readonly from: number; readonly to: number } | null {
  const line = lineOf(person);
  return int32At(cells, line + STATE) === UNSEEN
    ? null
    : { from: uint32At(first, person), to: int32At(cells, line + TIME) >>> 0 };
}
