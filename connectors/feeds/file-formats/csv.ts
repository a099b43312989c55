import { parse } from "csv-parse/sync";
import { columnCount, malformedRecord, rowError } from "../../rows/row-problems.ts";
import type { ParsedFile, ParsedRow } from "./parsed-row.ts";
import { type TextLine, textLines } from "./text-lines.ts";

/** A quoted cell may run over this many lines; a quote left open is blamed on its own line and the rest goes on. */
const RECORD_LINES_MAX = 50;

type CsvRecord = { readonly cells: readonly string[]; readonly lines: number };

/** CSV whose first line must be exactly the feed's header. Rows are cells by column name. */
export function parseCsvWithHeader(
  text: string,
  header: readonly string[],
): ParsedFile<Readonly<Record<string, string>>> {
  const lines = [...textLines(text)];
  const first = lines.findIndex((line) => line.text.trim() !== "");
  const sent = first < 0 ? null : readRecord(lines, first, header.length);
  if (
    sent === null ||
    !header.every((name, at) => sent.cells[at]?.trim() === name) ||
    sent.cells.length !== header.length
  ) {
    return { problem: invalidHeader(header) };
  }
  return { rows: namedRows(csvRecords(lines, first + sent.lines, header.length), header) };
}

/** CSV that starts with its first row. Rows are cells in order; how many there should be is the translator's to say. */
export function parseCsvWithoutHeader(
  text: string,
  isHeader: (cells: readonly string[]) => boolean = () => false,
): ParsedFile<readonly string[]> {
  const lines = [...textLines(text)];
  const first = lines.findIndex((line) => line.text.trim() !== "");
  const sent = first < 0 ? null : readRecord(lines, first, null);
  return { rows: csvRecords(lines, sent !== null && isHeader(sent.cells) ? first + sent.lines : 0, null) };
}

function* namedRows(
  rows: Iterable<ParsedRow<readonly string[]>>,
  header: readonly string[],
): Generator<ParsedRow<Readonly<Record<string, string>>>> {
  for (const parsed of rows) {
    if ("problem" in parsed) {
      yield parsed;
    } else if (parsed.row.length !== header.length) {
      yield { line: parsed.line, problem: columnCount(parsed.row.length, header.length) };
    } else {
      const { row, line } = parsed;
      yield { line, row: Object.fromEntries(header.map((name, at) => [name, row[at] ?? ""])) };
    }
  }
}

function* csvRecords(
  lines: readonly TextLine[],
  from: number,
  columns: number | null,
): Generator<ParsedRow<readonly string[]>> {
  let at = from;
  while (at < lines.length) {
    const { text, line } = lines[at] ?? { text: "", line: at + 1 };
    const record = text.trim() === "" ? null : readRecord(lines, at, columns);
    if (record !== null) {
      yield { line, row: record.cells };
    } else if (text.trim() !== "") {
      yield { line, problem: malformedRecord("the line cannot be read as CSV: a quote is left open or misplaced") };
    }
    at += record?.lines ?? 1;
  }
}

/** One record, over as many lines as its quotes ask for; null when the line cannot begin one. */
function readRecord(lines: readonly TextLine[], at: number, columns: number | null): CsvRecord | null {
  const first = lines[at]?.text ?? "";
  if (!first.includes('"')) {
    return { cells: first.split(","), lines: 1 };
  }
  const taken: string[] = [];
  let quotes = 0;
  for (const { text } of lines.slice(at, at + RECORD_LINES_MAX)) {
    taken.push(text);
    quotes += text.split('"').length - 1;
    if (quotes % 2 === 0) {
      return quotedRecord(taken, columns);
    }
  }
  return null;
}

function quotedRecord(taken: readonly string[], columns: number | null): CsvRecord | null {
  const cells = quotedCells(taken.join("\n"));
  // Two open quotes look like one long cell. What then does not fit is not trusted beyond its first line.
  const doubtful = taken.length > 1 && columns !== null && cells?.length !== columns;
  return cells === null || doubtful ? null : { cells, lines: taken.length };
}

function quotedCells(record: string): readonly string[] | null {
  try {
    const [cells] = parse(record, { relax_column_count: true });
    return cells ?? null;
  } catch {
    return null;
  }
}

function invalidHeader(header: readonly string[]) {
  return rowError(
    "INVALID_HEADER",
    "the first line is not the header of this feed; no row was read",
    `send the header ${header.join(",")}`,
  );
}
