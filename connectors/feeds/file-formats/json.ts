import { parseStrictJson } from "#schemas/strict-json.ts";
import type { RowProblem } from "../../connector.ts";
import { malformedRecord } from "../../rows/row-problems.ts";
import { arrayElements } from "./json-elements.ts";
import type { ParsedFile, ParsedRow } from "./parsed-row.ts";
import { textLines } from "./text-lines.ts";

/** A JSON array of records. An element that cannot be read costs only itself. */
export function parseJsonArray(text: string): ParsedFile<unknown> {
  const elements = arrayElements(text);
  return elements === null
    ? { problem: malformedRecord("the file is not a JSON array", "send one JSON array of records") }
    : { rows: elementRows(elements) };
}

/** One JSON object a line, nothing else on it; empty lines are passed over. */
export function parseNdjson(text: string): ParsedFile<unknown> {
  return { rows: ndjsonRows(text) };
}

/** One JSON object that every reader would understand the same; see `parseStrictJson`. */
export function parseJsonRecord(json: string): { readonly row: object } | { readonly problem: RowProblem } {
  const parsed = parseStrictJson(Buffer.from(json));
  if (!parsed.valid) {
    return { problem: malformedRecord(`the record is not acceptable JSON: ${parsed.message}`) };
  }
  const { value } = parsed;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { problem: malformedRecord("the record is not a JSON object") };
  }
  // No store keeps this character, so the core could not take the event in.
  return json.includes("\\u0000") ? { problem: malformedRecord("the record has a NUL character") } : { row: value };
}

function* ndjsonRows(text: string): Generator<ParsedRow<unknown>> {
  for (const { line, text: json } of textLines(text)) {
    if (json.trim() !== "") {
      yield jsonRow(line, json);
    }
  }
}

function* elementRows(elements: Iterable<string>): Generator<ParsedRow<unknown>> {
  let line = 0;
  for (const json of elements) {
    line += 1;
    yield jsonRow(line, json);
  }
}

function jsonRow(line: number, json: string): ParsedRow<unknown> {
  return { line, ...parseJsonRecord(json) };
}
