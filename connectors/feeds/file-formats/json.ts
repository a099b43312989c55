import type { RowProblem } from "../../connector.ts";
import { malformedRecord } from "../../rows/row-problems.ts";
import { arrayElements } from "./json-elements.ts";
import type { ParsedFile, ParsedRow } from "./parsed-row.ts";
import { textLines } from "./text-lines.ts";

const DEPTH_MAX = 32;

/** Names that reach an object's prototype; no feed has a use for them. */
const FORBIDDEN_NAMES = new Set(["__proto__", "constructor", "prototype"]);

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

/** One JSON object, without members that reach a prototype and without endless nesting. */
export function parseJsonRecord(json: string): { readonly row: object } | { readonly problem: RowProblem } {
  let row: unknown;
  try {
    row = JSON.parse(json);
  } catch {
    return { problem: malformedRecord("the record is not JSON, or was cut short") };
  }
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    return { problem: malformedRecord("the record is not a JSON object") };
  }
  const problem = structureProblem(row, 1);
  return problem === null ? { row } : { problem };
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

function structureProblem(value: object, depth: number): RowProblem | null {
  if (depth > DEPTH_MAX) {
    return malformedRecord(`the record is nested deeper than ${DEPTH_MAX} levels`);
  }
  for (const [name, held] of Object.entries(value)) {
    if (FORBIDDEN_NAMES.has(name)) {
      return malformedRecord(`a member is named ${name}, which is not accepted`, "send the record without it");
    }
    const problem = typeof held === "object" && held !== null ? structureProblem(held, depth + 1) : null;
    if (problem !== null) {
      return problem;
    }
  }
  return null;
}
