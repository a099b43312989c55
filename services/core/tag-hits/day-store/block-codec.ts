import { int32At, uint8At, uint32At } from "../grid/columns.ts";
import { bitsFor, packBits, readUint32, readVarint, unpackBits, writeUint32, writeVarint } from "./bit-packing.ts";
import type { Rows } from "./rows.ts";

/** Rows of one person and one activation that are packed together. A row's number is its block's times this, and more. */
export const BLOCK_ROWS = 64;

/** Header and four columns at their widest. */
export const BLOCK_BYTES_MAX = 32 + BLOCK_ROWS * 14;

const DELTA_EAST = 1;
const DELTA_NORTH = 2;
/** Widths of time, east, north and quality, the flags, and the number of rows. */
const HEADER = 6;

const scratch = { plain: new Uint32Array(BLOCK_ROWS), delta: new Uint32Array(BLOCK_ROWS) };

/**
 * Packs rows of one person and activation. Somebody who stays is best told as offsets from the lowest coordinate,
 * somebody who travels as steps: each block takes the narrower for each coordinate. The first time is told elsewhere.
 * Returns where the block ends.
 */
export function encodeBlock(rows: Rows, first: number, count: number, bytes: Uint8Array, start: number): number {
  bytes[start] = count;
  let at = start + HEADER;
  let flags = 0;
  const stepMin = stepsOf(rows.time, first, count);
  at = writeVarint(bytes, at, stepMin.least);
  bytes[start + 1] = stepMin.width;
  at = packBits(scratch.plain, count - 1, stepMin.width, bytes, at);
  for (const [column, flag, place] of [
    [rows.east, DELTA_EAST, 2],
    [rows.north, DELTA_NORTH, 3],
  ] as const) {
    const { width, base, isDelta } = coordinatesOf(column, first, count);
    bytes[start + place] = width;
    flags |= isDelta ? flag : 0;
    writeUint32(bytes, at, base);
    at = packBits(isDelta ? scratch.delta : scratch.plain, isDelta ? count - 1 : count, width, bytes, at + 4);
  }
  const quality = qualitiesOf(rows.quality, first, count);
  at = writeVarint(bytes, at, quality.least);
  bytes[start + 4] = quality.width;
  at = packBits(scratch.plain, count, quality.width, bytes, at);
  bytes[start + 5] = flags;
  return writeVarint(bytes, at, uint32At(rows.activation, first));
}

/** Unpacks a block behind the rows that are there, which must have room for it; returns where the block ended. */
export function decodeBlock(bytes: Uint8Array, start: number, firstTime: number, rows: Rows): number {
  const count = uint8At(bytes, start);
  const flags = uint8At(bytes, start + 5);
  const into = rows.count;
  const cursor = { at: start + HEADER };
  const step = readVarint(bytes, cursor);
  cursor.at = unpackBits(bytes, cursor.at, uint8At(bytes, start + 1), scratch.plain, count - 1);
  let time = firstTime;
  rows.time[into] = time;
  for (let index = 1; index < count; index += 1) {
    time += step + uint32At(scratch.plain, index - 1);
    rows.time[into + index] = time;
  }
  cursor.at = decodeCoordinates(
    bytes,
    cursor.at,
    uint8At(bytes, start + 2),
    flags & DELTA_EAST,
    count,
    rows.east,
    into,
  );
  cursor.at = decodeCoordinates(
    bytes,
    cursor.at,
    uint8At(bytes, start + 3),
    flags & DELTA_NORTH,
    count,
    rows.north,
    into,
  );
  const least = readVarint(bytes, cursor);
  cursor.at = unpackBits(bytes, cursor.at, uint8At(bytes, start + 4), scratch.plain, count);
  for (let index = 0; index < count; index += 1) {
    rows.quality[into + index] = least + uint32At(scratch.plain, index);
  }
  rows.activation.fill(readVarint(bytes, cursor), into, into + count);
  rows.count = into + count;
  return cursor.at;
}

function decodeCoordinates(
  bytes: Uint8Array,
  start: number,
  width: number,
  isDelta: number,
  count: number,
  column: Int32Array,
  into: number,
): number {
  const base = readUint32(bytes, start) | 0;
  if (isDelta === 0) {
    const end = unpackBits(bytes, start + 4, width, scratch.plain, count);
    for (let index = 0; index < count; index += 1) {
      column[into + index] = base + uint32At(scratch.plain, index);
    }
    return end;
  }
  const end = unpackBits(bytes, start + 4, width, scratch.delta, count - 1);
  let place = base;
  column[into] = place;
  for (let index = 1; index < count; index += 1) {
    const zigzag = uint32At(scratch.delta, index - 1);
    place += (zigzag >>> 1) ^ -(zigzag & 1);
    column[into + index] = place;
  }
  return end;
}

/** Seconds between rows, less the least of them. */
function stepsOf(time: Uint32Array, first: number, count: number) {
  let least = count > 1 ? 0xffffffff : 0;
  let most = 0;
  for (let index = 1; index < count; index += 1) {
    const step = uint32At(time, first + index) - uint32At(time, first + index - 1);
    scratch.plain[index - 1] = step;
    least = Math.min(least, step);
    most = Math.max(most, step);
  }
  for (let index = 0; index < count - 1; index += 1) {
    scratch.plain[index] = uint32At(scratch.plain, index) - least;
  }
  return { least, width: bitsFor(most - least) };
}

function qualitiesOf(quality: Uint16Array, first: number, count: number) {
  let least = 0xffff;
  let most = 0;
  for (let index = 0; index < count; index += 1) {
    const value = quality[first + index] ?? 0;
    scratch.plain[index] = value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  for (let index = 0; index < count; index += 1) {
    scratch.plain[index] = uint32At(scratch.plain, index) - least;
  }
  return { least, width: bitsFor(most - least) };
}

function coordinatesOf(column: Int32Array, first: number, count: number) {
  const start = int32At(column, first);
  let [least, most, widest] = [start, start, 0];
  let place = start;
  for (let index = 1; index < count; index += 1) {
    const next = int32At(column, first + index);
    const step = next - place;
    const zigzag = (step << 1) ^ (step >> 31);
    scratch.delta[index - 1] = zigzag;
    widest |= zigzag;
    least = Math.min(least, next);
    most = Math.max(most, next);
    place = next;
  }
  const [plainWidth, deltaWidth] = [bitsFor(most - least), bitsFor(widest)];
  if (deltaWidth < plainWidth) {
    return { width: deltaWidth, base: start, isDelta: true };
  }
  for (let index = 0; index < count; index += 1) {
    scratch.plain[index] = int32At(column, first + index) - least;
  }
  return { width: plainWidth, base: least, isDelta: false };
}
