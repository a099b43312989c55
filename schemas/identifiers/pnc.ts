import { checkLetter } from "./check-letter.ts";
import { normalise, type ParsedIdentifier, withCheckLetter } from "./parsed-identifier.ts";

const WITH_SLASH = /^(\d{4}|\d{2})\/(\d{1,7})([A-HJ-NP-RT-Z])$/;
const LONG_FORM = /^(\d{4})(\d{7})([A-HJ-NP-RT-Z])$/;
const SHORT_FORM = /^(\d{2})(\d{1,7})([A-HJ-NP-RT-Z])$/;
const LONG_FORM_LENGTH = 12;

/**
 * A PNC ID as `YYYY/NNNNNNNC`, or null when it does not read as one. Two-digit years above the reference year
 * (its last two digits) are 19xx; the year is a parameter and not the clock, so that replays agree.
 */
export function parsePnc(raw: string, referenceYear: number): ParsedIdentifier | null {
  const match = formOf(normalise(raw));
  if (match === null) {
    return null;
  }
  const [, year = "", serial = "", letter = ""] = match;
  const padded = serial.padStart(7, "0");
  const canonical = `${fullYear(year, referenceYear)}/${padded}${letter}`;
  return withCheckLetter(canonical, checkLetter(`${year.slice(-2)}${padded}`) === letter);
}

// Without a slash only the length tells the forms apart: a greedy pattern would read 0273319Z as of the year 0273.
function formOf(text: string): RegExpExecArray | null {
  if (text.includes("/")) {
    return WITH_SLASH.exec(text);
  }
  return (text.length === LONG_FORM_LENGTH ? LONG_FORM : SHORT_FORM).exec(text);
}

function fullYear(year: string, referenceYear: number): string {
  if (year.length === 4) {
    return year;
  }
  return `${Number(year) > referenceYear % 100 ? "19" : "20"}${year}`;
}

const YOUNGEST_ARREST_AGE = 10;

/** The check letter does not cover the century, so the year is held against the year of birth as well. */
export function pncYearFitsBirthYear(canonical: string, birthYear: number): boolean {
  return Number(canonical.slice(0, 4)) >= birthYear + YOUNGEST_ARREST_AGE;
}
