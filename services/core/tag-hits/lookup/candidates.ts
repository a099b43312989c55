import { type Cursor, readVarint } from "../day-store/bit-packing.ts";
import { blockOf } from "../day-store/row-numbers.ts";
import type { SealedDay } from "../day-store/sealed-day.ts";
import { cellsOfCircle } from "../grid/cells.ts";
import { uint32At } from "../grid/columns.ts";
import type { Zone } from "../matching/crime-window.ts";

/**
 * People, by number, who may have been in a zone on a sealed day: those with a leg across one of its cells about the time
 * of the window. Nobody who was there is missing; most of those named were not.
 */
export function candidatesOf(day: SealedDay, zone: Zone, legMaxS: number): ReadonlySet<number> {
  const people = new Set<number>();
  for (const cell of cellsOfCircle(zone.eastingCm, zone.northingCm, zone.radiusCm)) {
    const at = placeOfCell(day.cells, cell);
    if (at >= 0) {
      const [from, to] = [uint32At(day.cellStart, at), uint32At(day.cellStart, at + 1)];
      noteCell(day, day.read("postings", from, to), zone, legMaxS, people);
    }
  }
  return people;
}

function noteCell(day: SealedDay, bytes: Uint8Array, zone: Zone, legMaxS: number, people: Set<number>): void {
  const cursor: Cursor = { at: 0 };
  let end = 0;
  while (cursor.at < bytes.length) {
    const first = end + readVarint(bytes, cursor);
    end = first + readVarint(bytes, cursor);
    const [from, to] = [blockOf(first), blockOf(end)];
    // A leg begins before the row it is known by.
    if (uint32At(day.blockFrom, from) - legMaxS <= zone.to && uint32At(day.blockTo, to) >= zone.from) {
      people.add(personOf(day.firstBlock, from));
    }
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
