import type { Identifier } from "#schemas/agency-event.ts";
import type { Cells } from "./cells.ts";
import { canonicalCro, canonicalPnc } from "./check-letters.ts";
import { invalidIdentifier, wrongCheckLetter } from "./row-problems.ts";

const CRN = /^[A-Z]\d{6}$/;
const NOMS = /^[A-Z]\d{4}[A-Z]{2}$/;

/**
 * PNC id in long or short form. A wrong check letter or form is a warning: the value is kept, marked as not valid, and
 * never used to match.
 */
export function readPnc(cells: Cells, name: string, referenceYear: number): Identifier | null {
  return checkLettered(cells, name, "PNC", (text) => canonicalPnc(text, referenceYear));
}

/** CRO number, ordinary or file (SF) form, under the rule of `readPnc`. */
export function readCro(cells: Cells, name: string): Identifier | null {
  return checkLettered(cells, name, "CRO", canonicalCro);
}

/** CRN, null when empty; any other form than a letter and six digits rejects the row. */
export function readCrn(cells: Cells, name: string): Identifier | null {
  return patterned(cells, name, "CRN", CRN, "a letter and six digits");
}

/** NOMS (prison) number, null when empty. */
export function readNoms(cells: Cells, name: string): Identifier | null {
  return patterned(cells, name, "NOMS", NOMS, "a letter, four digits and two letters");
}

/** The identifiers that were given, in order. */
export function givenIdentifiers(...identifiers: readonly (Identifier | null)[]): readonly Identifier[] {
  return identifiers.filter((identifier) => identifier !== null);
}

function checkLettered(
  cells: Cells,
  name: string,
  type: "PNC" | "CRO",
  canonical: (text: string) => string | null,
): Identifier | null {
  const sent = normalised(cells, name);
  if (sent === null) {
    return null;
  }
  const value = canonical(sent);
  if (value === null) {
    cells.report(wrongCheckLetter(name));
  }
  return { type, value: value ?? sent, valid: value !== null };
}

function patterned(
  cells: Cells,
  name: string,
  type: "CRN" | "NOMS",
  pattern: RegExp,
  wanted: string,
): Identifier | null {
  const value = normalised(cells, name);
  if (value === null) {
    return null;
  }
  if (!pattern.test(value)) {
    cells.report(invalidIdentifier(name, wanted));
    return null;
  }
  return { type, value, valid: true };
}

function normalised(cells: Cells, name: string): string | null {
  return cells.text(name)?.toUpperCase().replace(/\s/g, "") ?? null;
}
