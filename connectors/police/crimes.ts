import type { FeedContext, Translation } from "../connector.ts";
import { csvCells, jsonCells } from "../rows/cells.ts";
import { columnCount, rejected } from "../rows/row-problems.ts";
import { agreeingPairs } from "./agreeing-pairs.ts";
import { onePairOnly } from "./crime-place.ts";
import { type CrimeFormat, readCrime } from "./read-crime.ts";

/** The real feed's thirteen columns; it has no header (handbook 4.1). */
const COLUMNS = [
  "policeForce",
  "crimeTypeId",
  "crimeTypeDescription",
  "batchId",
  "crimeReference",
  "crimeDateFrom",
  "crimeDateTo",
  "easting",
  "northing",
  "latitude",
  "longitude",
  "datum",
  "crimeText",
] as const;

/** The hub's own CSV: the same with a header, and what the thirteen cannot say. */
export const OWN_CRIME_COLUMNS = [...COLUMNS, "timeZone", "locationUncertaintyM", "locationSource"] as const;

/** Its senders rely on the 12 hours. */
const THIRTEEN_COLUMNS: CrimeFormat = { times: "UTC", windowHoursMax: 12, checkBothPairs: onePairOnly };
const OWN: CrimeFormat = { times: "own", windowHoursMax: 96, checkBothPairs: agreeingPairs };

/** One line of the crime-mapping CSV. */
export function translateCrime(row: readonly string[], context: FeedContext): Translation {
  if (row.length !== COLUMNS.length) {
    return rejected([columnCount(row.length, COLUMNS.length)], referenceOf(row));
  }
  const cells = csvCells(Object.fromEntries(COLUMNS.map((name, at) => [name, row[at] ?? ""])));
  return readCrime(cells, context, THIRTEEN_COLUMNS);
}

/** True of a line that names the columns, as some senders put first. */
export function isCrimeHeader(cells: readonly string[]): boolean {
  return cells[0]?.trim().toLowerCase() === COLUMNS[0].toLowerCase();
}

export function translateOwnCrime(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  return readCrime(csvCells(row), context, OWN);
}

export function translateJsonCrime(record: unknown, context: FeedContext): Translation {
  return readCrime(jsonCells(record), context, OWN);
}

/** The reference of a row with a cell too many or too few, where it looks like one. */
function referenceOf(row: readonly string[]): string | null {
  const sent = row[COLUMNS.indexOf("crimeReference")]?.trim() ?? "";
  return /^\w{1,20}$/.test(sent) ? sent : null;
}
