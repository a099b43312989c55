import { type Cursor, readVarint } from "../day-store/bit-packing.ts";
import { mayEnter, zoneBox } from "../day-store/leg-boxes.ts";
import { blockOf } from "../day-store/row-numbers.ts";
import type { SealedDay } from "../day-store/sealed-day.ts";
import { cellsOfCircle } from "../grid/cells.ts";
import { uint32At } from "../grid/columns.ts";
import type { Zone } from "../matching/crime-window.ts";

/** The blocks of a person in which something may have come into a zone: from the first to the last of them. */
export type NearBlocks = { first: number; last: number };

/**
 * People, by number, who may have been in a zone on a sealed day: those with a leg across one of its cells, in a block of
 * fixes whose box reaches the zone, about the time of the window. Nobody who was there is missing.
 */
export function candidatesOf(day: SealedDay, zone: Zone, legMaxS: number): ReadonlyMap<number, NearBlocks> {
  const search: Search = { day, zone, box: zoneBox(zone), legMaxS, people: new Map() };
  for (const cell of cellsOfCircle(zone.eastingCm, zone.northingCm, zone.radiusCm)) {
    const at = placeOfCell(day.cells, cell);
    if (at >= 0) {
      const [from, to] = [uint32At(day.cellStart, at), uint32At(day.cellStart, at + 1)];
      noteCell(search, day.read("postings", from, to));
    }
  }
  return search.people;
}

type Search = {
  readonly day: SealedDay;
  readonly zone: Zone;
  readonly box: ReturnType<typeof zoneBox>;
  readonly legMaxS: number;
  readonly people: Map<number, NearBlocks>;
};

function noteCell(search: Search, bytes: Uint8Array): void {
  const cursor: Cursor = { at: 0 };
  let end = 0;
  while (cursor.at < bytes.length) {
    const first = end + readVarint(bytes, cursor);
    end = first + readVarint(bytes, cursor);
    noteRun(search, blockOf(first), blockOf(end));
  }
}

function noteRun({ day, zone, box, legMaxS, people }: Search, first: number, last: number): void {
  // A leg begins before the row it is known by. A run may go on for hours: its blocks are in order of time.
  if (uint32At(day.blockFrom, first) - legMaxS > zone.to || uint32At(day.blockTo, last) < zone.from) {
    return;
  }
  for (let block = first; block <= last; block += 1) {
    const isThen = uint32At(day.blockFrom, block) - legMaxS <= zone.to && uint32At(day.blockTo, block) >= zone.from;
    if (isThen && mayEnter(day.blockBox, block, box)) {
      noteBlock(people, personOf(day.firstBlock, block), block);
    }
  }
}

function noteBlock(people: Map<number, NearBlocks>, person: number, block: number): void {
  const held = people.get(person);
  if (held === undefined) {
    people.set(person, { first: block, last: block });
  } else {
    held.first = Math.min(held.first, block);
    held.last = Math.max(held.last, block);
  }
}

/** Where a cell stands among those that are occupied; -1 where nobody was. */
function placeOfCell(cells: Uint32Array, cell: number): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (uint32At(cells, middle) < cell) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < cells.length && uint32At(cells, low) === cell ? low : -1;
}

/** Whose a block is. */
function personOf(firstBlock: Uint32Array, block: number): number {
  let low = 0;
  let high = firstBlock.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (uint32At(firstBlock, middle) <= block) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}
