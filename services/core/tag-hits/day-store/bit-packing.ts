import { uint8At, uint32At } from "../grid/columns.ts";

/** Numbers wider than this are written as they are, in four bytes. */
const PACKED_MAX = 24;
const RAW = 32;

/** How many bits the widest of some numbers needs, as `packBits` writes them. */
export function bitsFor(widest: number): number {
  const bits = 32 - Math.clz32(widest);
  return bits > PACKED_MAX ? RAW : bits;
}

/** Writes the first `count` numbers in `width` bits each, lowest first, to whole bytes; returns where they end. */
export function packBits(values: Uint32Array, count: number, width: number, bytes: Uint8Array, start: number): number {
  let at = start;
  if (width === RAW) {
    for (let index = 0; index < count; index += 1, at += 4) {
      writeUint32(bytes, at, uint32At(values, index));
    }
    return at;
  }
  let held = 0;
  let bits = 0;
  for (let index = 0; index < count; index += 1) {
    held |= uint32At(values, index) << bits;
    bits += width;
    for (; bits >= 8; bits -= 8, at += 1) {
      bytes[at] = held;
      held >>>= 8;
    }
  }
  if (bits > 0) {
    bytes[at] = held;
    at += 1;
  }
  return at;
}

/**
 * Bytes that must follow packed ones, whatever they hold: a number is taken out of the four bytes from where it begins,
 * so that no step depends on the one before it.
 */
export const UNPACK_MARGIN = 4;

/** Reads what `packBits` wrote; returns where it ended. */
export function unpackBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  values: Uint32Array,
  count: number,
): number {
  if (width === RAW) {
    for (let index = 0, at = start; index < count; index += 1, at += 4) {
      values[index] = readUint32(bytes, at);
    }
    return start + 4 * count;
  }
  if (width === 0) {
    values.fill(0, 0, count);
    return start;
  }
  const mask = 2 ** width - 1;
  for (let index = 0, bit = 0; index < count; index += 1, bit += width) {
    const at = start + (bit >>> 3);
    const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    const high = ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    values[index] = ((low | high) >>> (bit & 7)) & mask;
  }
  return start + ((count * width + 7) >>> 3);
}

export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

export function readUint32(bytes: Uint8Array, at: number): number {
  const low = uint8At(bytes, at) | (uint8At(bytes, at + 1) << 8) | (uint8At(bytes, at + 2) << 16);
  return (low | (uint8At(bytes, at + 3) << 24)) >>> 0;
}

/** Seven bits a byte, lowest first; returns where it ends. */
export function writeVarint(bytes: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7, at += 1) {
    bytes[at] = (rest & 0x7f) | 0x80;
  }
  bytes[at] = rest;
  return at + 1;
}

/** A place in some bytes that moves on as they are read. */
export type Cursor = { at: number };

export function readVarint(bytes: Uint8Array, cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = uint8At(bytes, cursor.at);
    cursor.at += 1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      return value >>> 0;
    }
  }
}
