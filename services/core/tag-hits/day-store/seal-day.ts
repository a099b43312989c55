import { createHash } from "node:crypto";
import { uint32At } from "../grid/columns.ts";
import { UNPACK_MARGIN, writeVarint } from "./bit-packing.ts";
import { BLOCK_BYTES_MAX, encodeBlock } from "./block-codec.ts";
import { type DayHeader, type DayNames, FORMAT_VERSION, SECTIONS, type SectionName } from "./day-image.ts";
import { noBoxes, packBoxes } from "./leg-boxes.ts";
import { doneWith, type LegRule, type LegRuns, noLegRuns, noteLegs } from "./leg-runs.ts";
import type { PeopleRows } from "./order-arrivals.ts";
import { blockEnd, firstNumberOf } from "./row-numbers.ts";
import { type Rows, reserveRows, roomForRows } from "./rows.ts";

/** What one day is sealed from. People stand in the order of their names, so that one content has one digest. */
export type DayContent = {
  readonly day: string;
  readonly names: DayNames;
  readonly ordered: PeopleRows;
  readonly rule: LegRule;
  /** A person's last fixes of the day before, by number; null where there are none. */
  readonly carried: (person: number) => Rows | null;
  readonly carriedIn: string;
  readonly carriedOut: string;
};

export type SealedImage = { readonly header: DayHeader; readonly sections: ReadonlyMap<SectionName, Uint8Array> };

/** The bytes of a sealed day: rows packed by person, and for each cell the runs of rows whose legs cross it. */
export function sealDay(content: DayContent): SealedImage {
  const runs = noLegRuns();
  const packed = packRows(content, runs);
  const sections = new Map<SectionName, Uint8Array>([
    ["names", padded(new TextEncoder().encode(JSON.stringify(content.names)))],
    ...packed.sections,
    ...postingsOf(runs),
  ]);
  const described = SECTIONS.map((name) => {
    const bytes = sections.get(name) ?? new Uint8Array();
    return [name, { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }] as const;
  });
  const header: DayHeader = {
    format: FORMAT_VERSION,
    day: content.day,
    fixes: packed.fixes,
    people: content.names.people.length,
    rule: content.rule,
    carriedIn: content.carriedIn,
    carriedOut: content.carriedOut,
    sections: Object.fromEntries(described) as DayHeader["sections"],
  };
  return { header, sections };
}

/** JSON may end with spaces. */
function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(0x20);
  whole.set(bytes);
  return whole;
}

type Packing = {
  bytes: Uint8Array;
  at: number;
  blocks: number;
  readonly firstBlock: Uint32Array;
  readonly blockStart: Uint32Array;
  readonly blockFrom: Uint32Array;
  readonly blockTo: Uint32Array;
};

function packRows({ ordered, names, rule, carried }: DayContent, runs: LegRuns) {
  const { rows, starts, ends } = ordered;
  const packing = roomForBlocks(ordered, names.people.length);
  runs.boxes = noBoxes(packing.blockFrom.length);
  let fixes = 0;
  for (let person = 0; person < names.people.length; person += 1) {
    const [first, end] = [uint32At(starts, person), uint32At(ends, person)];
    packing.firstBlock[person] = packing.blocks;
    noteLegsOver(runs, { rows, first, end, number: firstNumberOf(packing.blocks) }, carried(person), rule);
    for (let at = first; at < end; ) {
      const next = blockEnd(rows, at, end);
      packBlock(packing, rows, at, next);
      at = next;
    }
    fixes += end - first;
  }
  const { blocks, firstBlock } = packing;
  firstBlock[names.people.length] = blocks;
  packing.blockStart[blocks] = packing.at;
  const sections: (readonly [SectionName, Uint8Array])[] = [
    ["firstBlock", bytesOf(firstBlock)],
    ["blockStart", bytesOf(packing.blockStart.subarray(0, blocks + 1))],
    ["blockFrom", bytesOf(packing.blockFrom.subarray(0, blocks))],
    ["blockTo", bytesOf(packing.blockTo.subarray(0, blocks))],
    ["blockBox", bytesOf(packBoxes(runs.boxes, blocks))],
    ["rows", packing.bytes.subarray(0, Math.ceil((packing.at + UNPACK_MARGIN) / 4) * 4)],
  ];
  return { sections, fixes };
}

/** As many blocks as there can be at most: one for each person and change of activation, and all full ones. */
function roomForBlocks({ rows, starts, ends }: PeopleRows, people: number): Packing {
  let most = 0;
  for (let person = 0; person < people; person += 1) {
    const end = uint32At(ends, person);
    for (let at = uint32At(starts, person); at < end; at = blockEnd(rows, at, end)) {
      most += 1;
    }
  }
  return {
    bytes: new Uint8Array(2 * BLOCK_BYTES_MAX + rows.count * 6),
    at: 0,
    blocks: 0,
    firstBlock: new Uint32Array(people + 1),
    blockStart: new Uint32Array(most + 1),
    blockFrom: new Uint32Array(most),
    blockTo: new Uint32Array(most),
  };
}

function packBlock(packing: Packing, rows: Rows, first: number, end: number): void {
  if (packing.at + BLOCK_BYTES_MAX + UNPACK_MARGIN > packing.bytes.length) {
    packing.bytes = doubled(packing.bytes);
  }
  packing.blockStart[packing.blocks] = packing.at;
  packing.blockFrom[packing.blocks] = uint32At(rows.time, first);
  packing.blockTo[packing.blocks] = uint32At(rows.time, end - 1);
  packing.at = encodeBlock(rows, first, end - first, packing.bytes, packing.at);
  packing.blocks += 1;
}

function doubled(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * bytes.length);
  larger.set(bytes);
  return larger;
}

function bytesOf(column: Uint32Array | Uint16Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

const joined = roomForRows(2_048);

/** Where a person was seen the day before, those fixes come first. */
function noteLegsOver(
  runs: LegRuns,
  span: { readonly rows: Rows; readonly first: number; readonly end: number; readonly number: number },
  carried: Rows | null,
  rule: LegRule,
): void {
  const { rows, first, end, number } = span;
  if (carried === null) {
    noteLegs(runs, rows, { first, own: first, end, number }, rule);
    return;
  }
  const before = carried.count;
  reserveRows(joined, before + end - first);
  for (const name of ["time", "east", "north", "quality", "activation"] as const) {
    joined[name].set(carried[name].subarray(0, before));
    joined[name].set(rows[name].subarray(first, end), before);
  }
  noteLegs(runs, joined, { first: 0, own: before, end: before + end - first, number }, rule);
}

/** Runs by cell: the distance from the end of the run before, and the rows the run goes on for, in order of rows. */
function postingsOf(runs: LegRuns): (readonly [SectionName, Uint8Array])[] {
  const cells = Uint32Array.from(runs.cells).sort();
  const starts = new Uint32Array(cells.length + 1);
  let bytes = new Uint8Array(1_048_576);
  let at = 0;
  for (const [index, cell] of cells.entries()) {
    starts[index] = at;
    const chain = chainOf(runs, cell);
    while (at + 10 * chain.length > bytes.length) {
      bytes = doubled(bytes);
    }
    let end = 0;
    for (let place = chain.length - 1; place >= 0; place -= 1) {
      const run = chain[place] ?? 0;
      at = writeVarint(bytes, at, uint32At(runs.first, run) - end);
      at = writeVarint(bytes, at, uint32At(runs.last, run) - uint32At(runs.first, run));
      end = uint32At(runs.last, run);
    }
  }
  starts[cells.length] = at;
  doneWith(runs);
  return [
    ["cells", bytesOf(cells)],
    ["cellStart", bytesOf(starts)],
    ["postings", bytes.subarray(0, Math.ceil(at / 4) * 4)],
  ];
}

/** The runs of a cell, the latest first. */
function chainOf({ latest, before }: LegRuns, cell: number): readonly number[] {
  const chain: number[] = [];
  for (let run = (latest[cell] ?? 0) - 1; run >= 0; run = (before[run] ?? 0) - 1) {
    chain.push(run);
  }
  return chain;
}
