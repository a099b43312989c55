import type { Identifier } from "#schemas/agency-event.ts";
import { parseCrn } from "#schemas/identifiers/crn.ts";
import { parseCro } from "#schemas/identifiers/cro.ts";
import { parseNoms } from "#schemas/identifiers/noms.ts";
import type { ParsedIdentifier } from "#schemas/identifiers/parsed-identifier.ts";
import { parsePnc } from "#schemas/identifiers/pnc.ts";
import type { Cells } from "./cells.ts";
import { invalidIdentifier, wrongCheckLetter } from "./row-problems.ts";

/** As much of a value that is no identifier as is kept. */
const SENT_LENGTH_MAX = 40;

/**
 * PNC id in long or short form. A wrong check letter or form is a warning: the value is kept, marked as not valid, and
 * never used to match.
 */
export function readPnc(cells: Cells, name: string, referenceYear: number): Identifier | null {
  return checkLettered(cells, name, "PNC", (text) => parsePnc(text, referenceYear));
}

/** CRO number, ordinary or file (SF) form, under the rule of `readPnc`. */
export function readCro(cells: Cells, name: string): Identifier | null {
  return checkLettered(cells, name, "CRO", parseCro);
}

/** CRN, null when empty; any other form than a letter and six digits rejects the row. */
export function readCrn(cells: Cells, name: string): Identifier | null {
  return patterned(cells, name, "CRN", parseCrn, "a letter and six digits");
}

/** NOMS (prison) number, null when empty. */
export function readNoms(cells: Cells, name: string): Identifier | null {
  return patterned(cells, name, "NOMS", parseNoms, "a letter, four digits and two letters");
}

/** The identifiers that were given, in order. */
export function givenIdentifiers(...identifiers: readonly (Identifier | null)[]): readonly Identifier[] {
  return identifiers.filter((identifier) => identifier !== null);
}

function checkLettered(
  cells: Cells,
  name: string,
  type: "PNC" | "CRO",
  parse: (text: string) => ParsedIdentifier | null,
): Identifier | null {
  const sent = cells.text(name);
  if (sent === null) {
    return null;
  }
  const parsed = parse(sent);
  if (parsed?.valid !== true) {
    cells.report(wrongCheckLetter(name));
  }
  return { type, value: parsed?.canonical ?? sent.slice(0, SENT_LENGTH_MAX), valid: parsed?.valid === true };
}

function patterned(
  cells: Cells,
  name: string,
  type: "CRN" | "NOMS",
  parse: (text: string) => ParsedIdentifier | null,
  wanted: string,
): Identifier | null {
  const sent = cells.text(name);
  const parsed = sent === null ? null : parse(sent);
  if (sent !== null && parsed === null) {
    cells.report(invalidIdentifier(name, wanted));
  }
  return parsed === null ? null : { type, value: parsed.canonical, valid: true };
}
