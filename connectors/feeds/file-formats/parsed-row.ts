import type { RowProblem } from "../../connector.ts";

/**
 * One row as its format gives it, or what kept it from being read. `line` is the line of a CSV or NDJSON file, and the
 * number of the element or record, from 1, of a JSON array or XML file.
 */
export type ParsedRow<Row> =
  | { readonly line: number; readonly row: Row }
  | { readonly line: number; readonly problem: RowProblem };

/** The rows of a file, or the one thing wrong with the file as a whole. */
export type ParsedFile<Row> = { readonly rows: Iterable<ParsedRow<Row>> } | { readonly problem: RowProblem };
