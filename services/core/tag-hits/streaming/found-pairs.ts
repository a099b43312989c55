import { float64At, int32At } from "../grid/columns.ts";

/** What a pass has seen of each crime and person so far, in columns that grow. */
export type FoundPairs = {
  count: number;
  crime: Int32Array;
  person: Int32Array;
  /** Counted fixes in the zone during the window, and the nearest of them. */
  fixes: Int32Array;
  fixSquare: Float64Array;
  fixAt: Float64Array;
  /** The nearest the path came. */
  pathSquare: Float64Array;
  pathAt: Float64Array;
  /** An open-addressed table to the place of a pair, plus one. */
  table: Int32Array;
};

const FIRST_SIZE = 1_024;

export function noPairs(): FoundPairs {
  return {
    count: 0,
    crime: new Int32Array(FIRST_SIZE),
    person: new Int32Array(FIRST_SIZE),
    fixes: new Int32Array(FIRST_SIZE),
    fixSquare: new Float64Array(FIRST_SIZE),
    fixAt: new Float64Array(FIRST_SIZE),
    pathSquare: new Float64Array(FIRST_SIZE),
    pathAt: new Float64Array(FIRST_SIZE),
    table: new Int32Array(2 * FIRST_SIZE),
  };
}

/** A counted fix in the zone. Of equally near ones the earliest is named. */
export function noteFix(pairs: FoundPairs, crime: number, person: number, square: number, at: number): void {
  const place = placeOf(pairs, crime, person);
  pairs.fixes[place] = int32At(pairs.fixes, place) + 1;
  const held = float64At(pairs.fixSquare, place);
  if (square < held || (square === held && at < float64At(pairs.fixAt, place))) {
    pairs.fixSquare[place] = square;
    pairs.fixAt[place] = at;
  }
}

/** A leg that comes into the zone. */
export function notePath(pairs: FoundPairs, crime: number, person: number, square: number, at: number): void {
  const place = placeOf(pairs, crime, person);
  const held = float64At(pairs.pathSquare, place);
  if (square < held || (square === held && at < float64At(pairs.pathAt, place))) {
    pairs.pathSquare[place] = square;
    pairs.pathAt[place] = at;
  }
}

function placeOf(pairs: FoundPairs, crime: number, person: number): number {
  const mask = pairs.table.length - 1;
  let slot = hashOf(crime, person) & mask;
  for (;;) {
    const place = int32At(pairs.table, slot) - 1;
    if (place < 0) {
      return addPair(pairs, crime, person, slot);
    }
    if (int32At(pairs.crime, place) === crime && int32At(pairs.person, place) === person) {
      return place;
    }
    slot = (slot + 1) & mask;
  }
}

function addPair(pairs: FoundPairs, crime: number, person: number, slot: number): number {
  const place = pairs.count;
  if (place === pairs.crime.length) {
    grow(pairs);
    return placeOf(pairs, crime, person);
  }
  pairs.count += 1;
  pairs.table[slot] = place + 1;
  pairs.crime[place] = crime;
  pairs.person[place] = person;
  pairs.fixSquare[place] = Number.POSITIVE_INFINITY;
  pairs.pathSquare[place] = Number.POSITIVE_INFINITY;
  return place;
}

function grow(pairs: FoundPairs): void {
  const size = 2 * pairs.crime.length;
  for (const name of ["crime", "person", "fixes"] as const) {
    const column = new Int32Array(size);
    column.set(pairs[name]);
    pairs[name] = column;
  }
  for (const name of ["fixSquare", "fixAt", "pathSquare", "pathAt"] as const) {
    const column = new Float64Array(size);
    column.set(pairs[name]);
    pairs[name] = column;
  }
  pairs.table = new Int32Array(2 * size);
  for (let place = 0; place < pairs.count; place += 1) {
    let slot = hashOf(int32At(pairs.crime, place), int32At(pairs.person, place)) & (2 * size - 1);
    while (pairs.table[slot] !== 0) {
      slot = (slot + 1) & (2 * size - 1);
    }
    pairs.table[slot] = place + 1;
  }
}

function hashOf(crime: number, person: number): number {
  const mixed = Math.imul(crime, 0x9e3779b1) ^ Math.imul(person + 1, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 1;
}
