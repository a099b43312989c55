import type { RowProblem, XmlElement } from "../connector.ts";
import type { DateFormat } from "./dates.ts";
import { hasError, invalidDate, missingField, outOfRange, unknownCode } from "./row-problems.ts";

/** Gives the text of a named cell, empty when there is none. */
export type CellText = (name: string) => string;

export type NumberRange = { readonly min: number; readonly max: number };

/**
 * Reads the cells of one row and gathers everything that is wrong with it, so that the sender hears of all of it at
 * once. A `required…` reader gives an empty string (or NaN) beside its problem: look at `failed` before using any.
 */
export type Cells = {
  readonly problems: readonly RowProblem[];
  /** True once a problem rejects the row. */
  readonly failed: boolean;
  readonly report: (problem: RowProblem) => void;
  /** Trimmed; null when empty. */
  readonly text: (name: string) => string | null;
  readonly requiredText: (name: string) => string;
  /** Null when empty, or beside a problem. */
  readonly date: (name: string, format: DateFormat) => string | null;
  readonly requiredDate: (name: string, format: DateFormat) => string;
  /** The meaning of a code; codes are compared exactly. */
  readonly code: <Meaning>(name: string, map: Readonly<Record<string, Meaning>>) => Meaning | null;
  readonly requiredCode: <Meaning>(name: string, map: Readonly<Record<string, Meaning>>) => Meaning | null;
  readonly number: (name: string, range: NumberRange) => number | null;
  readonly requiredNumber: (name: string, range: NumberRange) => number;
  /** A whole number. */
  readonly integer: (name: string, range: NumberRange) => number | null;
};

/** `called` is what the sender calls a cell, for the words of a problem. */
function readCells(cell: CellText, called: (name: string) => string = (name) => name): Cells {
  const problems: RowProblem[] = [];
  const report = (problem: RowProblem): void => {
    problems.push(problem);
  };
  const text = (name: string): string | null => cell(name).trim() || null;
  const optional = <Value>(name: string, read: (sent: string) => Value | RowProblem): Value | null => {
    const sent = text(name);
    const value = sent === null ? null : read(sent);
    if (!isProblem(value)) {
      return value;
    }
    report(value);
    return null;
  };
  const required = <Value>(name: string, value: Value | null, absent: Value): Value => {
    if (text(name) === null) {
      report(missingField(called(name)));
    }
    return value ?? absent;
  };
  const date = (name: string, format: DateFormat) =>
    optional(name, (sent) => format.read(sent) ?? invalidDate(called(name), format.words));
  const code = <Meaning>(name: string, map: Readonly<Record<string, Meaning>>) =>
    optional(name, (sent) => meaningOf(called(name), sent, map));
  const number = (name: string, range: NumberRange) =>
    optional(name, (sent) => numberIn(called(name), sent, range, DECIMAL));

  return {
    problems,
    get failed() {
      return hasError(problems);
    },
    report,
    text,
    requiredText: (name) => required(name, text(name), ""),
    date,
    requiredDate: (name, format) => required(name, date(name, format), ""),
    code,
    requiredCode: (name, map) => required(name, code(name, map), null),
    number,
    requiredNumber: (name, range) => required(name, number(name, range), Number.NaN),
    integer: (name, range) => optional(name, (sent) => numberIn(called(name), sent, range, WHOLE)),
  };
}

/** Cells of a CSV row with a header. */
export function csvCells(row: Readonly<Record<string, string>>): Cells {
  return readCells((name) => (Object.hasOwn(row, name) ? (row[name] ?? "") : ""));
}

/** Members of a JSON record by dotted path, e.g. `additionalInformation.registrationId`; objects and arrays read as empty. */
export function jsonCells(record: unknown): Cells {
  return readCells((path) => scalarText(memberAt(record, path)));
}

/** Of an XML record: `Surname` is the text of a child element, `@code` an attribute of the element itself. */
export function xmlCells(element: XmlElement): Cells {
  return readCells(
    (name) =>
      name.startsWith("@")
        ? (element.attributes[name.slice(1)] ?? "")
        : (element.children.find((child) => child.name === name)?.text ?? ""),
    (name) => (name.startsWith("@") ? `${element.name} ${name.slice(1)}` : name),
  );
}

/** A member of parsed JSON by dotted path; own members only, so that `__proto__` finds nothing. */
export function memberAt(record: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((held, name) => {
    if (typeof held !== "object" || held === null || !Object.hasOwn(held, name)) {
      return undefined;
    }
    return Reflect.get(held, name);
  }, record);
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,15})?$/;
const WHOLE = /^-?\d{1,15}$/;

function numberIn(name: string, sent: string, { min, max }: NumberRange, pattern: RegExp): number | RowProblem {
  const value = Number(sent);
  return pattern.test(sent) && value >= min && value <= max
    ? value
    : outOfRange(name, `a number from ${min} to ${max}`);
}

function meaningOf<Meaning>(name: string, sent: string, map: Readonly<Record<string, Meaning>>): Meaning | RowProblem {
  const meaning = Object.hasOwn(map, sent) ? map[sent] : undefined;
  return meaning === undefined ? unknownCode(name, sent, Object.keys(map)) : meaning;
}

function scalarText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function isProblem(value: unknown): value is RowProblem {
  return typeof value === "object" && value !== null && "requiredAction" in value && "why" in value;
}
