import type { Cells } from "../rows/cells.ts";
import { given } from "../rows/given.ts";
import { readFullPostcode } from "../rows/postcodes.ts";
import { invalidIdentifier, rowWarning } from "../rows/row-problems.ts";

export type Address = { readonly lines: readonly string[]; readonly postcode: string; readonly uprn?: string };

const UPRN = /^\d{1,12}$/;
const LINES_MAX = 6;

/** The address of the row. Null where there is none, or where its postcode cannot be one (a warning). */
export function readAddress(cells: Cells): Address | null {
  const uprn = readUprn(cells);
  const lines = (cells.text("ADDRESS") ?? "").split(",").flatMap((line) => line.trim() || []);
  const postcode = readFullPostcode(cells, "POSTCODE");
  return lines.length === 0 || postcode === null
    ? null
    : { lines: lines.slice(0, LINES_MAX), postcode, ...given({ uprn }) };
}

const NINO = /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/;
const TEST_NINO = /^QQ\d{6}[A-D]$/;

/**
 * National Insurance numbers are looked at and left behind: nothing in the record asks for them. A wrong one tells that
 * the row may be somebody else's, so it is a warning. Numbers that begin with QQ belong to nobody.
 */
export function checkNino(cells: Cells, name: string, acceptTestIdentifiers: boolean): void {
  const sent = cells.text(name)?.toUpperCase().replace(/\s/g, "") ?? null;
  if (sent === null || NINO.test(sent) || (acceptTestIdentifiers && TEST_NINO.test(sent))) {
    return;
  }
  cells.report(
    rowWarning(
      "INVALID_IDENTIFIER_FORMAT",
      `${name} is not a National Insurance number; the row is loaded without it`,
      `check ${name} at source`,
    ),
  );
}

function readUprn(cells: Cells): string | null {
  const sent = cells.text("UPRN");
  if (sent === null) {
    return null;
  }
  const canonical = sent.replace(/^0+/, "");
  if (!UPRN.test(sent) || canonical === "") {
    cells.report(invalidIdentifier("UPRN", "1 to 12 digits"));
    return null;
  }
  return canonical;
}
