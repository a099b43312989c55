import { uint32At } from "../grid/columns.ts";
import { BLOCK_ROWS } from "./block-codec.ts";
import type { Rows } from "./rows.ts";

/*
 * A row's number is that of its block times the rows a block may hold, and its place therein. A block ends when it is
 * full, and where the person or the activation changes; the numbers it then lacks belong to no row.
 */

export function firstNumberOf(block: number): number {
  return block * BLOCK_ROWS;
}

export function blockOf(number: number): number {
  return Math.trunc(number / BLOCK_ROWS);
}

/** The number of a person's row, given that of the row before it. */
export function numberAfter(number: number, rows: Rows, at: number): number {
  const isCut = uint32At(rows.activation, at) !== uint32At(rows.activation, at - 1);
  return isCut ? firstNumberOf(blockOf(number) + 1) : number + 1;
}

/** Where the block that begins with a row ends. */
export function blockEnd(rows: Rows, first: number, end: number): number {
  const most = Math.min(end, first + BLOCK_ROWS);
  for (let at = first + 1; at < most; at += 1) {
    if (uint32At(rows.activation, at) !== uint32At(rows.activation, first)) {
      return at;
    }
  }
  return most;
}
