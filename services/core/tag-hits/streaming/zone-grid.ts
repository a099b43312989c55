import { CELL_COUNT, cellsOfCircle } from "../grid/cells.ts";
import { int32At, uint8At } from "../grid/columns.ts";
import type { Zone } from "../matching/crime-window.ts";

/**
 * The zones of crimes by the cells they touch and the hours they last, in columns. By place alone nearly all that a
 * position meets is of another time of day; the hours leave those out before they are looked at.
 */
export type ZoneGrid = {
  readonly count: number;
  /** `WIDTH` numbers of each zone, in one cache line. */
  readonly values: Float64Array;
  readonly slots: Slots;
  /** A few bits for each cell and slot: most positions are near no crime, and this says so from the nearest cache. */
  readonly filter: Uint8Array;
  readonly filterBits: number;
  /** An open-addressed table from a slot's cell, plus one, to its part of `members`. */
  readonly table: Int32Array;
  readonly members: Int32Array;
};

export const WIDTH = 8;
export const FROM = 0;
export const TO = 1;
export const X = 2;
export const Y = 3;
export const RADIUS_SQUARE = 4;
/** The leg that last met the zone. */
export const MET = 5;

function valuesOf(zones: readonly Zone[]): Float64Array {
  const values = new Float64Array(WIDTH * zones.length);
  for (const [at, { eastingCm, northingCm, radiusCm, from, to }] of zones.entries()) {
    values.set([from, to, eastingCm, northingCm, radiusCm * radiusCm], WIDTH * at);
  }
  return values;
}

/** Spans of equal length from the first window to the last. */
type Slots = { readonly from: number; readonly count: number; readonly perSecond: number };

/** As many as leave the numbers of their cells in 31 bits. */
const SLOTS_MAX = 90;
const SLOT_S = 3_600;
const FILTER_BITS_MIN = 12;
const FILTER_BITS_MAX = 22;

/** A leg counts by its later end, which lies up to `legMaxS` after the window. */
export function zoneGridOf(zones: readonly Zone[], legMaxS: number): ZoneGrid {
  const slots = slotsOf(zones, legMaxS);
  const entries = entriesOf(zones, slots, legMaxS);
  const bits = Math.ceil(Math.log2((32 * entries.count) / slots.count + 1));
  const filterBits = Math.min(Math.max(bits, FILTER_BITS_MIN), FILTER_BITS_MAX);
  const filter = new Uint8Array(slots.count << (filterBits - 3));
  for (let at = 0; at < entries.count; at += 1) {
    const key = int32At(entries.keys, at);
    const bit = filterBitOf(Math.trunc(key / CELL_COUNT), key % CELL_COUNT, filterBits);
    filter[bit >> 3] = uint8At(filter, bit >> 3) | (1 << (bit & 7));
  }
  return {
    count: zones.length,
    values: valuesOf(zones),
    slots,
    filter,
    filterBits,
    ...tableOf(entries),
  };
}

function slotsOf(zones: readonly Zone[], legMaxS: number): Slots {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const zone of zones) {
    from = Math.min(from, zone.from);
    to = Math.max(to, zone.to + legMaxS);
  }
  if (from > to) {
    return { from: 0, count: 1, perSecond: 0 };
  }
  const slotS = Math.max(SLOT_S, Math.ceil((to - from + 1) / SLOTS_MAX));
  return { from, count: Math.trunc((to - from) / slotS) + 1, perSecond: 1 / slotS };
}

/** The slot of a moment; where it is none of them, no crime lasts then. */
function slotAt({ from, perSecond }: Slots, at: number): number {
  return Math.floor((at - from) * perSecond);
}

type Entries = { readonly count: number; readonly keys: Int32Array; readonly crimes: Int32Array };

function entriesOf(zones: readonly Zone[], slots: Slots, legMaxS: number): Entries {
  const spans = zones.map((zone) => ({
    cells: cellsOfCircle(zone.eastingCm, zone.northingCm, zone.radiusCm),
    // One more on either side, so that no rounding can leave a slot out.
    first: Math.max(0, slotAt(slots, zone.from - 1)),
    last: Math.min(slots.count - 1, slotAt(slots, zone.to + legMaxS + 1)),
  }));
  const count = spans.reduce((sum, { cells, first, last }) => sum + cells.length * (last - first + 1), 0);
  const keys = new Int32Array(count);
  const crimes = new Int32Array(count);
  let at = 0;
  for (const [crime, { cells, first, last }] of spans.entries()) {
    for (let slot = first; slot <= last; slot += 1) {
      for (const cell of cells) {
        keys[at] = slot * CELL_COUNT + cell;
        crimes[at] = crime;
        at += 1;
      }
    }
  }
  return { count, keys, crimes };
}

/** Numbers of a place in the table: key, and where its members begin and end. */
const PLACE_WIDTH = 4;
const START = 1;
const END = 2;

function tableOf({ count, keys, crimes }: Entries) {
  const size = 2 ** Math.ceil(Math.log2(2 * count + 2));
  const table = new Int32Array(size * PLACE_WIDTH);
  const places = new Int32Array(count);
  for (let at = 0; at < count; at += 1) {
    const key = int32At(keys, at) + 1;
    let place = (hashOf(key) & (size - 1)) * PLACE_WIDTH;
    while (int32At(table, place) !== 0 && int32At(table, place) !== key) {
      place = (place + PLACE_WIDTH) & (table.length - 1);
    }
    table[place] = key;
    places[at] = place;
    table[place + END] = int32At(table, place + END) + 1;
  }
  let start = 0;
  for (let place = 0; place < table.length; place += PLACE_WIDTH) {
    table[place + START] = start;
    start += int32At(table, place + END);
    table[place + END] = int32At(table, place + START);
  }
  const members = new Int32Array(count);
  for (let at = 0; at < count; at += 1) {
    const place = int32At(places, at);
    const end = int32At(table, place + END);
    members[end] = int32At(crimes, at);
    table[place + END] = end + 1;
  }
  return { table, members };
}

/** The slot of a leg's later end; -1 where no crime lasts then. */
export function slotOf({ slots }: ZoneGrid, at: number): number {
  const slot = slotAt(slots, at);
  return slot >= 0 && slot < slots.count ? slot : -1;
}

/** Whether a crime may touch a cell in a slot; seldom true where none does. */
export function mayTouch({ filter, filterBits }: ZoneGrid, slot: number, cell: number): boolean {
  const bit = filterBitOf(slot, cell, filterBits);
  return (uint8At(filter, bit >> 3) & (1 << (bit & 7))) !== 0;
}

/** Whether a crime may be near a cell at a moment. */
export function isNearCrime(grid: ZoneGrid, at: number, cell: number): boolean {
  const slot = slotOf(grid, at);
  if (slot < 0) {
    return false;
  }
  const bit = (slot << grid.filterBits) + (Math.imul(cell, 0x9e3779b1) >>> (32 - grid.filterBits));
  return ((grid.filter[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

function filterBitOf(slot: number, cell: number, bits: number): number {
  return (slot << bits) + (Math.imul(cell, 0x9e3779b1) >>> (32 - bits));
}

/** Where a cell of a slot stands in the table; -1 where no crime touches it. */
export function placeOf({ table }: ZoneGrid, slot: number, cell: number): number {
  const mask = table.length - 1;
  const key = slot * CELL_COUNT + cell + 1;
  let place = (hashOf(key) * PLACE_WIDTH) & mask;
  for (;;) {
    const held = table[place] ?? 0;
    if (held === key) {
      return place;
    }
    if (held === 0) {
      return -1;
    }
    place = (place + PLACE_WIDTH) & mask;
  }
}

/** Where the members of a place begin, and where they end. */
export function firstMember({ table }: ZoneGrid, place: number): number {
  return int32At(table, place + START);
}

export function memberEnd({ table }: ZoneGrid, place: number): number {
  return int32At(table, place + END);
}

function hashOf(key: number): number {
  const mixed = Math.imul(key, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 3;
}
