import type { FeedContext, Translation } from "../connector.ts";
import type { Cells } from "../rows/cells.ts";
import { COMPACT_DATE } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import { rejected } from "../rows/row-problems.ts";
import { type CheckBothPairs, readCrimePlace } from "./crime-place.ts";
import { CRIME_PROBLEMS } from "./crime-problems.ts";
import { readCrimeWindow } from "./crime-window.ts";
import { FORCES, forceOf } from "./forces.ts";

const CRIME_TYPES = ["RB", "BIAD", "AB", "BOTD", "TOMV", "TFP", "TFMV"];
const TEXT_LENGTH_MAX = 2_000;
const SOURCE_LENGTH_MAX = 80;
const UNCERTAINTY_M = { min: 0, max: 5_000 };

/** A crime that could be read, for the event of its batch. */
export type GatheredCrime = {
  readonly policeForce: string;
  readonly batchId: string;
  readonly crime: Readonly<Record<string, unknown>> & { readonly crimeReference: string; readonly to: string };
};

/** What a format allows beyond the thirteen columns' rules. */
export type CrimeFormat = {
  readonly times: "UTC" | "own";
  readonly windowHoursMax: number;
  readonly checkBothPairs: CheckBothPairs;
};

/** One crime of whichever format. It becomes no event by itself: the batch does. */
export function readCrime(cells: Cells, context: FeedContext, format: CrimeFormat): Translation {
  const policeForce = readForce(cells);
  const batchId = readBatchId(cells, policeForce);
  const crimeReference = readReference(cells);
  const crimeTypeId = readCrimeType(cells);
  const { times, windowHoursMax: hoursMax, checkBothPairs } = format;
  const { from, to, notes: ofTime } = readCrimeWindow(cells, { times, hoursMax, now: context.now });
  const { notes: ofPlace = [], ...place } = { ...readCrimePlace(cells, { force: policeForce, checkBothPairs }) } as {
    readonly notes?: readonly string[];
  };
  const notes = [...ofTime, ...ofPlace];
  const crime = {
    crimeReference,
    crimeTypeId,
    from,
    to,
    ...place,
    ...given({ crimeText: readText(cells, "crimeText", TEXT_LENGTH_MAX) }),
    ...(times === "own" ? readOwn(cells) : {}),
    ...(notes.length === 0 ? {} : { notes }),
  };
  if (!cells.failed) {
    reportRepeated(cells, context, { field: "crimeReference", key: crimeReference, content: crime });
  }
  if (cells.failed) {
    // What is merely doubtful about a row that is not taken would hide why it is not.
    const errors = cells.problems.filter(({ kind }) => kind === "error");
    return rejected(errors, crimeReference || null);
  }
  const gathered: GatheredCrime = { policeForce, batchId, crime };
  return { events: [], problems: cells.problems, recordRef: crimeReference, gathered };
}

/** What only the hub's own formats say. */
function readOwn(cells: Cells) {
  return given({
    timeZone: cells.text("timeZone"),
    locationUncertaintyM: cells.number("locationUncertaintyM", UNCERTAINTY_M),
    locationSource: readText(cells, "locationSource", SOURCE_LENGTH_MAX),
  });
}

function readForce(cells: Cells): string {
  const force = cells.text("policeForce") ?? "";
  if (forceOf(force) === null) {
    cells.report(CRIME_PROBLEMS.force(Object.keys(FORCES)));
  }
  return force;
}

function readBatchId(cells: Cells, force: string): string {
  const batchId = cells.text("batchId") ?? "";
  if (batchId === "") {
    cells.report(CRIME_PROBLEMS.noBatch());
    return batchId;
  }
  const code = forceOf(force)?.code ?? /^[A-Za-z]{3,4}/.exec(batchId)?.[0] ?? "HAM";
  const rest = batchId.startsWith(code) ? batchId.slice(code.length) : "";
  const day = /^(\d{8})(?:-\d)?(?:-[RAra])?$/.exec(rest)?.[1];
  if (day === undefined) {
    cells.report(CRIME_PROBLEMS.batchFormat(code));
  } else if (COMPACT_DATE.read(day) === null) {
    cells.report(CRIME_PROBLEMS.batchDate());
  }
  return batchId;
}

function readReference(cells: Cells): string {
  const reference = cells.text("crimeReference") ?? "";
  if (reference === "") {
    cells.report(CRIME_PROBLEMS.noReference());
  }
  return reference.length > 0 ? (readText(cells, "crimeReference", SOURCE_LENGTH_MAX) ?? "") : reference;
}

function readCrimeType(cells: Cells): string {
  const sent = (cells.text("crimeTypeId") ?? "").toUpperCase();
  if (!CRIME_TYPES.includes(sent)) {
    cells.report(CRIME_PROBLEMS.type(sent, CRIME_TYPES));
  }
  return sent;
}

/** Text that a person typed: as it came, unless it is longer than the hub keeps or has control characters. */
function readText(cells: Cells, name: string, lengthMax: number): string | null {
  const text = cells.text(name);
  if (text !== null && text.length > lengthMax) {
    cells.report(CRIME_PROBLEMS.text(name, `has more than ${lengthMax} characters`, `shorten ${name}`));
  }
  if (text !== null && /[^\P{Cc}\t\n\r]/u.test(text)) {
    cells.report(CRIME_PROBLEMS.text(name, "has control characters", `send ${name} as plain text`));
  }
  return text;
}
