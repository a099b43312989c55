import type { FeedContext, RowProblem, Translation } from "../connector.ts";
import { type Cells, csvCells } from "../rows/cells.ts";
import { COMPACT_DATE, COMPACT_UTC } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import { columnCount, dateOrder, rejected, rowError } from "../rows/row-problems.ts";
import { readCrimePlace } from "./crime-place.ts";
import { FORCE_CODES } from "./forces.ts";

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

const CRIME_TYPES = ["RB", "BIAD", "AB", "BOTD", "TOMV", "TFP", "TFMV"];
const WINDOW_HOURS_MAX = 12;
const HOUR_MS = 3_600_000;
const TEXT_LENGTH_MAX = 2_000;

/** A crime that could be read, for the event of its batch. */
export type GatheredCrime = {
  readonly policeForce: string;
  readonly batchId: string;
  readonly crime: Readonly<Record<string, unknown>> & { readonly crimeReference: string; readonly to: string };
};

/** One line of the crime-mapping CSV. It becomes no event by itself: the batch does. */
export function translateCrime(row: readonly string[], context: FeedContext): Translation {
  if (row.length !== COLUMNS.length) {
    return rejected([columnCount(row.length, COLUMNS.length)], referenceOf(row));
  }
  const cells = csvCells(Object.fromEntries(COLUMNS.map((name, at) => [name, row[at] ?? ""])));
  const policeForce = readForce(cells);
  const batchId = readBatchId(cells, policeForce);
  const crimeReference = cells.requiredText("crimeReference");
  const crime = {
    crimeReference,
    crimeTypeId: readCrimeType(cells),
    ...readWindow(cells),
    ...readCrimePlace(cells),
    ...given({ crimeText: readText(cells) }),
  };
  if (!cells.failed) {
    reportRepeated(cells, context, { field: "crimeReference", key: crimeReference, content: crime });
  }
  if (cells.failed) {
    return rejected(cells.problems, crimeReference);
  }
  const gathered: GatheredCrime = { policeForce, batchId, crime };
  return { events: [], problems: cells.problems, recordRef: crimeReference, gathered };
}

function readForce(cells: Cells): string {
  const force = cells.requiredText("policeForce");
  if (force !== "" && !Object.hasOwn(FORCE_CODES, force)) {
    const known = Object.keys(FORCE_CODES).join(", ");
    cells.report(rowError("INVALID_POLICE_FORCE", "policeForce is not a participating force", `send one of ${known}`));
  }
  return force;
}

function readBatchId(cells: Cells, force: string): string {
  const batchId = cells.requiredText("batchId");
  const code = Object.hasOwn(FORCE_CODES, force) ? FORCE_CODES[force] : undefined;
  const problem = batchId === "" || code === undefined ? null : batchIdProblem(batchId, code);
  if (problem !== null) {
    cells.report(problem);
  }
  return batchId;
}

function batchIdProblem(batchId: string, code: string): RowProblem | null {
  const day = /^(\d{8})(?:-\d)?(?:-[RAra])?$/.exec(batchId.startsWith(code) ? batchId.slice(code.length) : "")?.[1];
  if (day === undefined) {
    const why = `batchId is not ${code} and a date, with an optional number and -R or -A`;
    return rowError("INVALID_BATCH_ID_FORMAT", why, `send it as ${code}20261121 or ${code}20261121-1-R`);
  }
  return COMPACT_DATE.read(day) === null
    ? rowError("INVALID_BATCH_ID_DATE", "the date in batchId is not a real one", "correct the date in batchId")
    : null;
}

function readCrimeType(cells: Cells): string {
  const sent = cells.requiredText("crimeTypeId").toUpperCase();
  if (sent !== "" && !CRIME_TYPES.includes(sent)) {
    const shown = /^[A-Z]{1,6}$/.test(sent) ? `\`${sent}\`` : "crimeTypeId";
    const why = `${shown} is not one of ${CRIME_TYPES.join(", ")}`;
    cells.report(rowError("INVALID_CRIME_TYPE", why, "send one of the seven codes, or leave the crime out"));
  }
  return sent;
}

/** UTC: the force converts. A window may be an instant. */
function readWindow(cells: Cells): { readonly from: string; readonly to: string } {
  const from = cells.requiredDate("crimeDateFrom", COMPACT_UTC);
  const to = cells.requiredDate("crimeDateTo", COMPACT_UTC);
  const hours = from === "" || to === "" ? 0 : (Date.parse(to) - Date.parse(from)) / HOUR_MS;
  if (hours < 0) {
    cells.report(dateOrder("crimeDateTo", "crimeDateFrom"));
  }
  if (hours > WINDOW_HOURS_MAX) {
    cells.report(
      rowError(
        "CRIME_DATE_TIME_EXCEEDS_WINDOW",
        `more than ${WINDOW_HOURS_MAX} hours lie between crimeDateFrom and crimeDateTo`,
        "narrow the window or leave the crime out",
      ),
    );
  }
  return { from, to };
}

function readText(cells: Cells): string | null {
  const text = cells.text("crimeText");
  if (text !== null && text.length > TEXT_LENGTH_MAX) {
    const why = `crimeText has more than ${TEXT_LENGTH_MAX} characters`;
    cells.report(rowError("OUT_OF_RANGE", why, "shorten crimeText"));
  }
  return text;
}

/** The reference of a row with a cell too many or too few, where it looks like one. */
function referenceOf(row: readonly string[]): string | null {
  const sent = row[COLUMNS.indexOf("crimeReference")]?.trim() ?? "";
  return /^\w{1,20}$/.test(sent) ? sent : null;
}
