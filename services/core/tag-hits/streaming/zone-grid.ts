import { CELL_COUNT, cellsOfCircle } from "../grid/cells.ts";
import { int32At, uint8At } from "../grid/columns.ts";
import type { Zone } from "../matching/crime-window.ts";

/** The zones of crimes by the cells they touch, in columns. */
export type ZoneGrid = {
  readonly count: number;
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly radiusSquare: Float64Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** One bit for each cell of the grid: most positions are near no crime, and this says so from the cache. */
  readonly occupied: Uint8Array;
  /** An open-addressed table from a cell, plus one, to its part of `members`. */
  readonly keys: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly members: Int32Array;
};

export function zoneGridOf(zones: readonly Zone[]): ZoneGrid {
  const byCell = new Map<number, number[]>();
  for (const [at, zone] of zones.entries()) {
    for (const cell of cellsOfCircle(zone.eastingCm, zone.northingCm, zone.radiusCm)) {
      const members = byCell.get(cell);
      if (members === undefined) {
        byCell.set(cell, [at]);
      } else {
        members.push(at);
      }
    }
  }
  return {
    count: zones.length,
    x: Int32Array.from(zones, ({ eastingCm }) => eastingCm),
    y: Int32Array.from(zones, ({ northingCm }) => northingCm),
    radiusSquare: Float64Array.from(zones, ({ radiusCm }) => radiusCm * radiusCm),
    from: Float64Array.from(zones, ({ from }) => from),
    to: Float64Array.from(zones, ({ to }) => to),
    ...tableOf(byCell),
  };
}

function tableOf(byCell: ReadonlyMap<number, readonly number[]>) {
  const size = 2 ** Math.ceil(Math.log2(2 * byCell.size + 2));
  const keys = new Int32Array(size);
  const starts = new Int32Array(size);
  const ends = new Int32Array(size);
  const occupied = new Uint8Array((CELL_COUNT >> 3) + 1);
  const members = new Int32Array([...byCell.values()].reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const [cell, of] of byCell) {
    let slot = hashOf(cell) & (size - 1);
    while (keys[slot] !== 0) {
      slot = (slot + 1) & (size - 1);
    }
    members.set(of, end);
    keys[slot] = cell + 1;
    starts[slot] = end;
    end += of.length;
    ends[slot] = end;
    occupied[cell >> 3] = uint8At(occupied, cell >> 3) | (1 << (cell & 7));
  }
  return { occupied, keys, starts, ends, members };
}

export function isOccupied({ occupied }: ZoneGrid, cell: number): boolean {
  return (uint8At(occupied, cell >> 3) & (1 << (cell & 7))) !== 0;
}

/** Where an occupied cell stands in the table. */
export function slotOf({ keys }: ZoneGrid, cell: number): number {
  const mask = keys.length - 1;
  let slot = hashOf(cell) & mask;
  while (int32At(keys, slot) !== cell + 1) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

function hashOf(cell: number): number {
  return Math.imul(cell, 0x9e3779b1) >>> 7;
}
