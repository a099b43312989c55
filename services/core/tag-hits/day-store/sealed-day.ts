import { createHash } from "node:crypto";
import { uint32At } from "../grid/columns.ts";
import { UNPACK_MARGIN } from "./bit-packing.ts";
import { BLOCK_ROWS, decodeBlock } from "./block-codec.ts";
import type { DayHeader, DayNames, SectionName } from "./day-image.ts";
import { type Rows, reserveRows } from "./rows.ts";

/** A sealed day as it is searched: its directories in memory, its rows and postings wherever they are. */
export type SealedDay = {
  readonly header: DayHeader;
  /** SHA-256 of the header, which holds those of all sections. */
  readonly digest: string;
  readonly names: DayNames;
  readonly numberOf: ReadonlyMap<string, number>;
  readonly firstBlock: Uint32Array;
  readonly blockStart: Uint32Array;
  readonly blockFrom: Uint32Array;
  readonly blockTo: Uint32Array;
  /** See leg-boxes.ts. */
  readonly blockBox: Uint16Array;
  readonly cells: Uint32Array;
  readonly cellStart: Uint32Array;
  readonly read: ReadSection;
};

/** Bytes of a section; what is returned may be overwritten by the next reading. */
export type ReadSection = (section: "rows" | "postings", from: number, to: number) => Uint8Array;

export function digestOf(header: DayHeader): string {
  return createHash("sha256").update(JSON.stringify(header)).digest("hex");
}

export function sealedDay(
  header: DayHeader,
  section: (name: Exclude<SectionName, "rows" | "postings">) => Uint8Array,
  read: ReadSection,
): SealedDay {
  const names = JSON.parse(new TextDecoder().decode(section("names"))) as DayNames;
  const column = (name: Exclude<SectionName, "rows" | "postings" | "names">) => {
    const bytes = section(name);
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  };
  return {
    header,
    digest: digestOf(header),
    names,
    numberOf: new Map(names.people.map((person, number) => [person, number])),
    firstBlock: column("firstBlock"),
    blockStart: column("blockStart"),
    blockFrom: column("blockFrom"),
    blockTo: column("blockTo"),
    blockBox: new Uint16Array(column("blockBox").buffer),
    cells: column("cells"),
    cellStart: column("cellStart"),
    read,
  };
}

/** Puts a person's rows of some blocks behind those that are there. */
export function readBlocks(day: SealedDay, first: number, end: number, rows: Rows): void {
  if (end <= first) {
    return;
  }
  reserveRows(rows, rows.count + (end - first) * BLOCK_ROWS);
  const start = uint32At(day.blockStart, first);
  const bytes = day.read("rows", start, uint32At(day.blockStart, end) + UNPACK_MARGIN);
  for (let block = first; block < end; block += 1) {
    decodeBlock(bytes, uint32At(day.blockStart, block) - start, uint32At(day.blockFrom, block), rows);
  }
}

/** The first of a person's blocks that ends at or after a moment. */
export function blockReaching({ firstBlock, blockTo }: SealedDay, person: number, moment: number): number {
  let low = uint32At(firstBlock, person);
  let high = uint32At(firstBlock, person + 1);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (uint32At(blockTo, middle) < moment) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The first of a person's blocks that begins after a moment. */
export function blockBeyond({ firstBlock, blockFrom }: SealedDay, person: number, moment: number): number {
  let low = uint32At(firstBlock, person);
  let high = uint32At(firstBlock, person + 1);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (uint32At(blockFrom, middle) <= moment) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
