import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { PositionChunk } from "../core/tag-hits/streaming/position-chunk.ts";
import { BadInput } from "./command.ts";

const FILES = ["p", "t", "e", "n", "a"] as const;
type Column = (typeof FILES)[number];
const BYTES: Readonly<Record<Column, number>> = { p: 4, t: 4, e: 4, n: 4, a: 1 };
const CHUNK_ROWS = 524_288;

export type ColumnFolder = { readonly rows: number; readonly chunks: () => AsyncGenerator<PositionChunk> };

/**
 * A folder of little-endian columns (interfaces.md): looked at at once, read in parts of half a million rows as often as
 * asked. Throws BadInput where the columns do not fit one another.
 */
export async function columnFolder(folder: string): Promise<ColumnFolder> {
  const lengths = new Map<Column, number>();
  for (const name of FILES) {
    const file = await openColumn(folder, name);
    const { size } = await file.stat();
    await file.close();
    if (size % BYTES[name] !== 0) {
      throw new BadInput(`${name}.bin is cut short: its ${size} bytes are no whole number of ${BYTES[name]}.`);
    }
    lengths.set(name, size / BYTES[name]);
  }
  const rows = lengths.get("p") ?? 0;
  const other = [...lengths].find(([, length]) => length !== rows);
  if (other !== undefined) {
    throw new BadInput(
      `p.bin has ${rows} rows and ${other[0]}.bin has ${other[1]}; the columns must be of one length.`,
    );
  }
  return { rows, chunks: () => chunksOf(folder, rows) };
}

async function openColumn(folder: string, name: Column): Promise<FileHandle> {
  try {
    return await open(join(folder, `${name}.bin`), "r");
  } catch (cause) {
    throw new BadInput(`The folder of positions has no ${name}.bin that can be read.`, { cause });
  }
}

async function* chunksOf(folder: string, rows: number): AsyncGenerator<PositionChunk> {
  const files: Partial<Record<Column, FileHandle>> = {};
  const room = Math.min(CHUNK_ROWS, rows);
  const chunk = {
    count: 0,
    person: new Uint32Array(room),
    time: new Uint32Array(room),
    easting: new Int32Array(room),
    northing: new Int32Array(room),
    accuracy: new Uint8Array(room),
  };
  const columns = { p: chunk.person, t: chunk.time, e: chunk.easting, n: chunk.northing, a: chunk.accuracy };
  try {
    for (const name of FILES) {
      files[name] = await openColumn(folder, name);
    }
    for (let row = 0; row < rows; row += room) {
      chunk.count = Math.min(room, rows - row);
      await Promise.all(
        FILES.map((name) => readColumn(files[name], name, columns[name], row * BYTES[name], chunk.count * BYTES[name])),
      );
      yield chunk;
    }
  } finally {
    await Promise.all(FILES.map((name) => files[name]?.close()));
  }
}

async function readColumn(
  file: FileHandle | undefined,
  name: Column,
  column: Uint32Array | Int32Array | Uint8Array,
  at: number,
  length: number,
): Promise<void> {
  const bytes = new Uint8Array(column.buffer, 0, length);
  for (let done = 0; done < length; ) {
    const { bytesRead = 0 } = (await file?.read(bytes, done, length - done, at + done)) ?? {};
    if (bytesRead === 0) {
      throw new BadInput(`${name}.bin became shorter while it was read.`);
    }
    done += bytesRead;
  }
}
