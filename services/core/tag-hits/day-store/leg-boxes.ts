import { int32At } from "../grid/columns.ts";
import type { Zone } from "../matching/crime-window.ts";

/**
 * Boxes around the legs that end in each block: least and greatest easting, then northing, in centimetres. They say of
 * most blocks near a crime that nothing in them comes near enough, without their being unpacked.
 */
export type LegBoxes = Int32Array;

/** A file keeps boxes in units of this many centimetres, of which the whole grid has fewer than sixteen bits count. */
const UNIT_CM = 2_048;
const UNIT_MAX = 0xffff;
const SIDES = 4;

export function noBoxes(blocks: number): LegBoxes {
  const boxes = new Int32Array(SIDES * blocks);
  for (let at = 0; at < boxes.length; at += 2) {
    boxes[at] = 0x7fffffff;
    boxes[at + 1] = -0x80000000;
  }
  return boxes;
}

export function growBox(boxes: LegBoxes, block: number, x1: number, y1: number, x2: number, y2: number): void {
  const at = SIDES * block;
  boxes[at] = Math.min(int32At(boxes, at), x1, x2);
  boxes[at + 1] = Math.max(int32At(boxes, at + 1), x1, x2);
  boxes[at + 2] = Math.min(int32At(boxes, at + 2), y1, y2);
  boxes[at + 3] = Math.max(int32At(boxes, at + 3), y1, y2);
}

/** Boxes as a file keeps them. */
export function packBoxes(boxes: LegBoxes, blocks: number): Uint16Array {
  return Uint16Array.from(boxes.subarray(0, SIDES * blocks), unitOf);
}

/** A zone in the units of packed boxes. */
export function zoneBox({ eastingCm, northingCm, radiusCm }: Zone): readonly [number, number, number, number] {
  return [
    unitOf(eastingCm - radiusCm - 1),
    unitOf(eastingCm + radiusCm + 1),
    unitOf(northingCm - radiusCm - 1),
    unitOf(northingCm + radiusCm + 1),
  ];
}

/** Whether anything in a block may come into a zone. */
export function mayEnter(boxes: Uint16Array, block: number, zone: readonly [number, number, number, number]): boolean {
  const at = SIDES * block;
  const [west, east, south, north] = zone;
  const isBeside = (boxes[at] ?? 0) > east || (boxes[at + 1] ?? 0) < west;
  return !isBeside && (boxes[at + 2] ?? 0) <= north && (boxes[at + 3] ?? 0) >= south;
}

/** Beyond the grid is its last unit, for boxes and zones alike. */
function unitOf(cm: number): number {
  return Math.min(Math.max(Math.floor(cm / UNIT_CM), 0), UNIT_MAX);
}
