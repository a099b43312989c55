import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type DayHeader, FORMAT_VERSION, SECTIONS, type SectionName } from "./day-image.ts";
import type { SealedImage } from "./seal-day.ts";
import { digestOf, type SealedDay, sealedDay } from "./sealed-day.ts";

const MAGIC = "CTAGDAY1";
const PREFIX_BYTES = MAGIC.length + 4;

/** A day file that cannot be believed: cut short, altered, or of another format. */
class UnreadableDay extends Error {
  override readonly name = "UnreadableDay";
}

/** Writes a day beside its place, makes it durable, and only then gives it its name: no reader ever meets half of one. */
export async function writeDayFile(path: string, { header, sections }: SealedImage): Promise<void> {
  const text = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((4 - ((PREFIX_BYTES + text.length) % 4)) % 4, " ");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length + padding.length);
  const unfinished = `${path}.unfinished`;
  const file = await open(unfinished, "w", 0o600);
  try {
    for (const part of [Buffer.from(MAGIC), length, text, padding, ...SECTIONS.map((name) => sections.get(name))]) {
      await file.writeFile(part ?? Buffer.alloc(0));
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  await syncFolder(dirname(path));
}

/** A new or removed name is durable once its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Deletes a file and makes that durable. */
export async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}

export type OpenDayFile = {
  readonly day: SealedDay;
  /** Reads everything and throws UnreadableDay if a byte is not what was sealed. */
  readonly verify: () => void;
  readonly close: () => void;
};

/**
 * Opens a day file: its directories are read and checked against their digests, rows and postings are read when a search
 * needs them. Throws UnreadableDay.
 */
export function openDayFile(path: string): OpenDayFile {
  const fd = openSync(path, "r");
  try {
    const { header, start } = readHeader(fd, path);
    const places = placesOf(header, start);
    if (fstatSync(fd).size !== places.end) {
      throw new UnreadableDay(`${path} is cut short or too long; seal the day again`);
    }
    const section = (name: SectionName) => checked(fd, path, header, name, places.of(name));
    const read = partsOf(fd, header, places.of);
    return {
      day: sealedDay(header, section, read),
      verify: () => {
        for (const name of SECTIONS) {
          section(name);
        }
      },
      close: () => {
        inMemory.splice(0, inMemory.length, ...inMemory.filter((held) => held.fd !== fd));
        closeSync(fd);
      },
    };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** A day that has been asked for so many parts is read whole, as for a batch of crimes. */
const PARTS_MAX = 256;
const DAYS_IN_MEMORY_MAX = 3;
type Part = "rows" | "postings";
const inMemory: { readonly fd: number; sections: ReadonlyMap<Part, Buffer> | null }[] = [];

function partsOf(fd: number, { sections }: DayHeader, placeOf: (name: SectionName) => number) {
  const held: (typeof inMemory)[number] = { fd, sections: null };
  let parts = 0;
  return (name: Part, from: number, to: number): Uint8Array => {
    parts += 1;
    if (held.sections === null && parts > PARTS_MAX) {
      parts = 0;
      held.sections = new Map(
        (["rows", "postings"] as const).map((part) => [part, readAt(fd, placeOf(part), sections[part].bytes)]),
      );
      inMemory.push(held);
      for (const oldest of inMemory.splice(0, inMemory.length - DAYS_IN_MEMORY_MAX)) {
        oldest.sections = null;
      }
    }
    return held.sections?.get(name)?.subarray(from, to) ?? readAt(fd, placeOf(name) + from, to - from);
  };
}

function readHeader(fd: number, path: string) {
  const prefix = readAt(fd, 0, PREFIX_BYTES);
  const length = prefix.length === PREFIX_BYTES ? prefix.readUInt32LE(MAGIC.length) : 0;
  const text = readAt(fd, PREFIX_BYTES, length);
  if (prefix.toString("latin1", 0, MAGIC.length) !== MAGIC || text.length !== length) {
    throw new UnreadableDay(`${path} is not a day file`);
  }
  const header = parsed(text, path);
  if (header.format !== FORMAT_VERSION) {
    throw new UnreadableDay(`${path} is of format ${header.format}; this version reads ${FORMAT_VERSION}`);
  }
  return { header, start: PREFIX_BYTES + length };
}

function parsed(text: Buffer, path: string): DayHeader {
  try {
    return JSON.parse(text.toString("utf8"));
  } catch (cause) {
    throw new UnreadableDay(`${path} has a header that cannot be read`, { cause });
  }
}

function placesOf({ sections }: DayHeader, start: number) {
  const places = new Map<SectionName, number>();
  let end = start;
  for (const name of SECTIONS) {
    places.set(name, end);
    end += sections[name].bytes;
  }
  return { of: (name: SectionName) => places.get(name) ?? end, end };
}

function checked(fd: number, path: string, header: DayHeader, name: SectionName, at: number): Buffer {
  const { bytes, sha256 } = header.sections[name];
  const read = readAt(fd, at, bytes);
  if (createHash("sha256").update(read).digest("hex") !== sha256) {
    throw new UnreadableDay(`${path} is not what was sealed: ${name} of ${digestOf(header)}`);
  }
  return read;
}

/** Fewer bytes than asked for where the file ends. */
function readAt(fd: number, at: number, length: number): Buffer {
  // Columns of four bytes are looked at where they stand, so the memory must begin at a multiple of four.
  const bytes = Buffer.from(new ArrayBuffer(length));
  let done = 0;
  while (done < length) {
    const read = readSync(fd, bytes, done, length - done, at + done);
    if (read === 0) {
      return bytes.subarray(0, done);
    }
    done += read;
  }
  return bytes;
}
