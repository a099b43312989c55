import { createReadStream } from "node:fs";
import type { LoggedBasis } from "#policies/logged-basis.ts";
import { BadInput } from "./command.ts";

/** So many decisions on one basis about one person; equal bases are mostly one object. */
export type LoggedLine = {
  readonly basis: LoggedBasis;
  readonly times: number;
  readonly person: string;
  /** Who asked; absent where the log does not tell, or nobody did. */
  readonly asker?: string;
};

const LINE_CHARACTERS_MAX = 1_048_576;
/** Distinct bases kept to be recognised; a log of a month has some thousands. */
const BASES_MAX = 20_000;

/** Reads a log of one JSON object a line: a basis with `times` and `person`. Throws BadInput with the number of a bad line. */
export async function* readDecisionLog(file: string): AsyncGenerator<readonly LoggedLine[]> {
  const read = lineReader(file);
  let rest = "";
  for await (const chunk of chunksOf(file)) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LINE_CHARACTERS_MAX) {
      throw new BadInput(`A line of ${file} is longer than ${LINE_CHARACTERS_MAX} characters.`);
    }
    yield lines.map(read).filter((line) => line !== null);
  }
  yield [rest].map(read).filter((line) => line !== null);
}

async function* chunksOf(file: string): AsyncGenerator<string> {
  try {
    for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: 1_048_576 })) {
      yield String(chunk);
    }
  } catch (cause) {
    throw new BadInput(`The log ${file} cannot be read.`, { cause });
  }
}

/** A line that begins as an earlier one did has its basis, which is then neither parsed nor decided again. */
function lineReader(file: string): (line: string) => LoggedLine | null {
  const known = new Map<string, LoggedBasis>();
  let number = 0;
  return (line) => {
    number += 1;
    if (line.trim() === "") {
      return null;
    }
    const split = splitLine(line);
    const basis = known.get(split.head);
    if (basis !== undefined && split.ending !== null) {
      return { basis, ...split.ending };
    }
    const parsed = parseLine(line, `Line ${number} of ${file}`);
    if (split.ending !== null && known.size < BASES_MAX) {
      known.set(split.head, parsed.basis);
    }
    return parsed;
  };
}

/** What a line ends with when it was written by `JSON.stringify({ ...basis, times, person, asker })`. */
const ENDING = /,"times":([1-9]\d{0,8}),"person":"([^"\\]{1,200})"(?:,"asker":"([^"\\]{1,200})")?\}\r?$/;
const ENDING_CHARACTERS_MAX = 500;

type SplitLine = { readonly head: string; readonly ending: Omit<LoggedLine, "basis"> | null };

function splitLine(line: string): SplitLine {
  const ending = ENDING.exec(line.slice(-ENDING_CHARACTERS_MAX));
  if (ending === null) {
    return { head: line, ending };
  }
  const [whole, times, person = "", asker] = ending;
  const asked = asker === undefined ? {} : { asker };
  return { head: line.slice(0, line.length - whole.length), ending: { times: Number(times), person, ...asked } };
}

function parseLine(line: string, place: string): LoggedLine {
  const { times, person, asker, ...basis } = parseObject(line, place);
  if (typeof person !== "string" || typeof times !== "number" || !Number.isSafeInteger(times) || times < 1) {
    throw new BadInput(`${place} lacks a whole number of times or a person.`);
  }
  if (!isBasis(basis)) {
    throw new BadInput(`${place} is not what a decision was made on.`);
  }
  if (asker !== undefined && typeof asker !== "string") {
    throw new BadInput(`${place} has an asker that is no text.`);
  }
  return { basis, times, person, ...(asker === undefined ? {} : { asker }) };
}

function parseObject(line: string, place: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : {};
  } catch (cause) {
    throw new BadInput(`${place} is not JSON.`, { cause });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const NAMES = ["agreement", "party", "role", "purpose", "outlet"];

function isBasis(value: unknown): value is LoggedBasis {
  return (
    isObject(value) &&
    NAMES.every((name) => typeof value[name] === "string") &&
    typeof value["version"] === "number" &&
    isTextByName(value["facts"]) &&
    Array.isArray(value["cells"]) &&
    value["cells"].every(isCell)
  );
}

function isCell(value: unknown): boolean {
  const evidence = isObject(value) ? (value["evidence"] ?? []) : null;
  return (
    isObject(value) &&
    typeof value["field"] === "string" &&
    typeof value["originator"] === "string" &&
    typeof value["count"] === "number" &&
    isTextIfAny(value["atMost"]) &&
    isTextByName(value["facts"]) &&
    Array.isArray(evidence) &&
    evidence.every(isEvidence)
  );
}

function isEvidence(value: unknown): boolean {
  const names = ["field", "originator", "neededForm"];
  return (
    isObject(value) &&
    names.every((name) => typeof value[name] === "string") &&
    isTextIfAny(value["atMost"]) &&
    isTextByName(value["facts"])
  );
}

function isTextIfAny(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function isTextByName(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}
