import type { Cells } from "./cells.ts";
import { rowWarning } from "./row-problems.ts";

const FULL = /^([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})$/;
const PARTIAL = /^[A-Z]{1,2}\d[A-Z\d]?( \d)?$/;

/** A postcode or the beginning of one, upper case, one space. Null when empty or, with a warning, when it is neither. */
export function readPostcode(cells: Cells, name: string): string | null {
  const sent = spaced(cells, name);
  return sent === null ? null : (fullPostcode(sent) ?? (PARTIAL.test(sent) ? sent : refused(cells, name)));
}

/** A whole postcode, under the rule of `readPostcode`. */
export function readFullPostcode(cells: Cells, name: string): string | null {
  const sent = spaced(cells, name);
  return sent === null ? null : (fullPostcode(sent) ?? refused(cells, name));
}

function fullPostcode(sent: string): string | null {
  const parts = FULL.exec(sent);
  return parts === null ? null : `${parts[1]} ${parts[2]}`;
}

function spaced(cells: Cells, name: string): string | null {
  return cells.text(name)?.toUpperCase().replace(/\s+/g, " ") ?? null;
}

function refused(cells: Cells, name: string): null {
  cells.report(
    rowWarning(
      "INVALID_IDENTIFIER_FORMAT",
      `${name} is not a postcode; the row is loaded without it`,
      `check ${name} at source`,
    ),
  );
  return null;
}
