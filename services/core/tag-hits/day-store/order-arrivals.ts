import { int32At, uint32At } from "../grid/columns.ts";
import type { Arrivals } from "./arrivals.ts";
import { isUsableQuality } from "./quality.ts";
import { type Rows, roomForRows } from "./rows.ts";

/** Rows of many people, one after the other; `starts` says where each person's begin, and where the last one's end. */
export type PeopleRows = { readonly rows: Rows; readonly starts: Uint32Array; readonly ends: Uint32Array };

/**
 * Puts arrivals in order of person and time, each moment of a person once: the same fix again is dropped, and of two
 * places at one moment the better is kept. The order of arrival changes nothing.
 */
export function orderArrivals(arrivals: Arrivals, people: number, accuracyMax: number): PeopleRows {
  const starts = startsOf(arrivals, people);
  const rows = scatter(arrivals, starts);
  const ends = new Uint32Array(people);
  for (let person = 0; person < people; person += 1) {
    const [first, end] = [uint32At(starts, person), uint32At(starts, person + 1)];
    ends[person] = isOrdered(rows.time, first, end) ? end : sortPerson(rows, first, end, accuracyMax);
  }
  return { rows, starts, ends };
}

function startsOf({ person, count }: Arrivals, people: number): Uint32Array {
  const starts = new Uint32Array(people + 1);
  for (let at = 0; at < count; at += 1) {
    const next = uint32At(person, at) + 1;
    starts[next] = uint32At(starts, next) + 1;
  }
  for (let at = 1; at <= people; at += 1) {
    starts[at] = uint32At(starts, at) + uint32At(starts, at - 1);
  }
  return starts;
}

/** Numbers of one fix that are moved together. */
const WIDTH = 4;

/**
 * Puts arrivals where their people's rows are. Each fix goes to its place as a whole, since a place is in no cache, and
 * is taken apart into columns afterwards, in order.
 */
function scatter(arrivals: Arrivals, starts: Uint32Array): Rows {
  const { count, person, time, east, north, quality } = arrivals;
  const whole = new Int32Array(count * WIDTH);
  const next = starts.slice();
  for (let at = 0; at < count; at += 1) {
    const whose = person[at] ?? 0;
    const place = next[whose] ?? 0;
    next[whose] = place + 1;
    whole[place * WIDTH] = time[at] ?? 0;
    whole[place * WIDTH + 1] = east[at] ?? 0;
    whole[place * WIDTH + 2] = north[at] ?? 0;
    whole[place * WIDTH + 3] = quality[at] ?? 0;
  }
  const rows = roomForRows(count);
  rows.count = count;
  for (let place = 0; place < count; place += 1) {
    rows.time[place] = int32At(whole, place * WIDTH);
    rows.east[place] = int32At(whole, place * WIDTH + 1);
    rows.north[place] = int32At(whole, place * WIDTH + 2);
    rows.quality[place] = int32At(whole, place * WIDTH + 3);
  }
  scatterActivations(arrivals, starts, rows.activation);
  return rows;
}

function scatterActivations({ count, person, activation }: Arrivals, starts: Uint32Array, into: Uint32Array): void {
  if (activation === null) {
    for (let whose = 0; whose + 1 < starts.length; whose += 1) {
      into.fill(whose, uint32At(starts, whose), uint32At(starts, whose + 1));
    }
    return;
  }
  const next = starts.slice();
  for (let at = 0; at < count; at += 1) {
    const whose = uint32At(person, at);
    const place = uint32At(next, whose);
    next[whose] = place + 1;
    into[place] = uint32At(activation, at);
  }
}

function isOrdered(time: Uint32Array, first: number, end: number): boolean {
  for (let at = first + 1; at < end; at += 1) {
    if (uint32At(time, at) <= uint32At(time, at - 1)) {
      return false;
    }
  }
  return true;
}

/** Sorts the rows of one person where they stand and drops what is there twice; returns where they end now. */
function sortPerson(rows: Rows, first: number, end: number, accuracyMax: number): number {
  const sorted = Array.from({ length: end - first }, (_, at) => ({
    time: uint32At(rows.time, first + at),
    east: int32At(rows.east, first + at),
    north: int32At(rows.north, first + at),
    quality: rows.quality[first + at] ?? 0,
    activation: uint32At(rows.activation, first + at),
  })).sort(
    (a, b) =>
      a.time - b.time ||
      Number(isUsableQuality(b.quality, accuracyMax)) - Number(isUsableQuality(a.quality, accuracyMax)) ||
      accuracyOf(a.quality) - accuracyOf(b.quality) ||
      a.east - b.east ||
      a.north - b.north ||
      a.activation - b.activation,
  );
  let place = first;
  for (const [at, row] of sorted.entries()) {
    if (sorted[at - 1]?.time !== row.time) {
      rows.time[place] = row.time;
      rows.east[place] = row.east;
      rows.north[place] = row.north;
      rows.quality[place] = row.quality;
      rows.activation[place] = row.activation;
      place += 1;
    }
  }
  return place;
}

/** An unknown accuracy is the widest. */
function accuracyOf(quality: number): number {
  return quality & 0x3fff;
}
