import { createReadStream } from "node:fs";
import { parse } from "csv-parse/sync";
import { BadInput } from "./command.ts";
import { POSITION_NAMES } from "./tag-hits-position-names.ts";

/** What a row says under a name. */
export type Sent = (name: string) => unknown;

/** A row of a file of positions, counted from 1; null where it cannot be taken apart. */
export type PositionRow = { readonly row: number; readonly sent: Sent | null };

const LINE_CHARACTERS_MAX = 65_536;

/** The rows of a file of any size, and how many characters of it have been read. Throws BadInput. */
export async function* positionRows(
  path: string,
  format: "ndjson" | "csv",
  counts: { characters: number },
): AsyncGenerator<PositionRow> {
  let read: ((text: string) => Sent | null) | null = format === "ndjson" ? jsonRow : null;
  let row = 0;
  for await (const line of linesOf(path)) {
    row += 1;
    counts.characters += line.length + 1;
    const text = (row === 1 ? line.replace(/^\uFEFF/, "") : line).trim();
    if (read === null) {
      const header = headerOf(text, path);
      read = (cells) => csvRow(cells, header);
    } else if (text !== "") {
      yield { row, sent: read(text) };
    }
  }
}

/** Lines of a file of any size; of one without an end only the beginning is kept, which no row is. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const file = createReadStream(path, { encoding: "utf8", highWaterMark: 1_048_576 });
  let rest = "";
  try {
    for await (const part of file as AsyncIterable<string>) {
      const lines = (rest + part).split("\n");
      rest = (lines.pop() ?? "").slice(0, LINE_CHARACTERS_MAX);
      yield* lines;
    }
  } catch (cause) {
    throw new BadInput(`The positions ${path} cannot be read.`, { cause });
  } finally {
    file.destroy();
  }
  if (rest !== "") {
    yield rest;
  }
}

function jsonRow(text: string): Sent | null {
  try {
    const row: unknown = text.length > LINE_CHARACTERS_MAX ? null : JSON.parse(text);
    if (typeof row !== "object" || row === null) {
      return null;
    }
    const cells = row as Readonly<Record<string, unknown>>;
    return (name) => cells[name];
  } catch {
    return null;
  }
}

function headerOf(text: string, path: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  const has = (wanted: readonly string[]) => wanted.some((name) => names.includes(name));
  if (
    !(
      has(POSITION_NAMES.latitude) &&
      has(POSITION_NAMES.longitude) &&
      (has(POSITION_NAMES.captured) || has(POSITION_NAMES.recorded))
    )
  ) {
    throw new BadInput(`${path} does not begin with a header that names latitude, longitude and time.`);
  }
  return names;
}

function csvRow(text: string, header: readonly string[]): Sent | null {
  const cells = text.includes('"') ? quotedCells(text) : text.split(",");
  return cells.length === header.length ? (name) => cells[header.indexOf(name)] : null;
}

function quotedCells(text: string): readonly string[] {
  try {
    return parse(text)[0] ?? [];
  } catch {
    return [];
  }
}
