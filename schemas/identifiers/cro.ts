import { checkLetter } from "./check-letter.ts";
import { normalise, type ParsedIdentifier, withCheckLetter } from "./parsed-identifier.ts";

const STANDARD = /^(\d{1,6})\/(\d{2})([A-HJ-NP-RT-Z])$/;
const FILE = /^SF(\d{2})\/(\d{1,6})([A-HJ-NP-RT-Z])$/;

/** Arithmetically valid, and typed by systems that have nothing to say. */
const DENY_LIST: ReadonlySet<string> = new Set(["000000/00Z"]);

/** A CRO number as `NNNNNN/YYC` (padded) or, in the old file form, `SFYY/N{1,6}C` (never padded); null when it reads as neither. */
export function parseCro(raw: string): ParsedIdentifier | null {
  const text = normalise(raw);
  const parsed = parseStandard(text) ?? parseFile(text);
  if (parsed !== null && DENY_LIST.has(parsed.canonical)) {
    return { ...parsed, valid: false, fault: "deny-listed" };
  }
  return parsed;
}

function parseStandard(text: string): ParsedIdentifier | null {
  const match = STANDARD.exec(text);
  if (match === null) {
    return null;
  }
  const [, serial = "", year = "", letter = ""] = match;
  const padded = serial.padStart(6, "0");
  return withCheckLetter(`${padded}/${year}${letter}`, checkLetter(`${year}${padded}`) === letter);
}

function parseFile(text: string): ParsedIdentifier | null {
  const match = FILE.exec(text);
  if (match === null) {
    return null;
  }
  const [, year = "", serial = "", letter = ""] = match;
  return withCheckLetter(text, checkLetter(`${year}${serial}`) === letter);
}
