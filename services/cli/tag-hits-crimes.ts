import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { type FiledCrime, readCrimeFile } from "#connectors/police/read-crime-file.ts";
import type { CrimePlace } from "../core/tag-hits/matching/crime-window.ts";
import { toGrid } from "../platform/national-grid/convert-degrees.ts";
import { CONVERSION_UNCERTAINTY_M, isOnGrid } from "../platform/national-grid/national-grid.ts";
import { BadInput } from "./command.ts";
import type { FaultList } from "./tag-hits-faults.ts";

export type NamedCrime = { readonly reference: string; readonly place: CrimePlace };

const COLUMNS = ["crimeReference", "from", "to", "easting", "northing", "locationUncertaintyM"] as const;
const UNCERTAINTY_MAX_M = 5_000;

/**
 * Crimes of any format of design/tag-hits.md, each at its place on the grid. `areConverted` says that the positions are
 * given in degrees: between them and the grid lies a conversion, which every crime's uncertainty then takes in.
 */
export async function readCrimes(
  path: string,
  areConverted: boolean,
  faults: FaultList,
): Promise<readonly NamedCrime[]> {
  const bytes = await readFile(path).catch((cause) => {
    throw new BadInput(`The crimes ${path} cannot be read.`, { cause });
  });
  const firstLine =
    bytes
      .toString("utf8", 0, 200)
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/)[0] ?? "";
  if (firstLine.trim().toLowerCase() === COLUMNS.join(",").toLowerCase()) {
    return columnCrimes(bytes.toString("utf8"), areConverted, faults);
  }
  const { crimes, problems } = await readCrimeFile(bytes, new Date());
  for (const { line, recordRef, problem } of problems.filter((one) => one.problem.kind === "error")) {
    const { code, requiredAction } = problem;
    faults.add({ file: "crimes", row: line, reference: recordRef, code, requiredAction });
  }
  return crimes.map((crime) => placed(crime, areConverted));
}

function placed(crime: FiledCrime, areConverted: boolean): NamedCrime {
  const { crimeReference, from, to, easting, northing, latitude = 0, longitude = 0 } = crime;
  const isNative = easting !== undefined && northing !== undefined;
  const place = isNative ? { easting, northing } : toGrid({ latitude, longitude });
  const conversionM = isNative && !areConverted ? 0 : CONVERSION_UNCERTAINTY_M;
  return {
    reference: crimeReference,
    place: {
      eastingCm: Math.round(place.easting * 100),
      northingCm: Math.round(place.northing * 100),
      uncertaintyM: (crime.locationUncertaintyM ?? 0) + conversionM,
      from: Date.parse(from) / 1000,
      to: Date.parse(to) / 1000,
    },
  };
}

/** The plain form: Unix seconds, metres on the grid. */
function columnCrimes(text: string, areConverted: boolean, faults: FaultList): readonly NamedCrime[] {
  const rows: string[][] = parse(text, { bom: true, trim: true, relax_column_count: true, skip_empty_lines: true });
  const conversionM = areConverted ? CONVERSION_UNCERTAINTY_M : 0;
  return rows.slice(1).flatMap((cells, at) => {
    const fault = faultOf(cells);
    if (fault !== null) {
      const [code, requiredAction] = fault;
      faults.add({ file: "crimes", row: at + 2, reference: cells[0] || null, code, requiredAction });
      return [];
    }
    const [reference = "", from, to, easting, northing, uncertainty] = cells;
    return [
      {
        reference,
        place: {
          eastingCm: Math.round(Number(easting) * 100),
          northingCm: Math.round(Number(northing) * 100),
          uncertaintyM: Number(uncertainty ?? 0) + conversionM,
          from: Number(from),
          to: Number(to),
        },
      },
    ];
  });
}

/** Codes of design/tag-hits.md section 4.1. */
function faultOf(cells: readonly string[]): readonly [code: string, requiredAction: string] | null {
  const [reference = "", from = "", to = "", easting = "", northing = "", uncertainty = ""] = cells;
  const times = [from, to];
  if (cells.length !== COLUMNS.length) {
    return ["INVALID_COLUMN_COUNT", `send all ${COLUMNS.length} columns, empty ones included`];
  }
  if (reference === "") {
    return ["MISSING_CRIME_REFERENCE", "give every crime its reference"];
  }
  if (!times.every((time) => /^\d{1,10}$/.test(time))) {
    return ["INVALID_NUMBER", "send from and to as whole Unix seconds"];
  }
  if (![easting, northing].every((metres) => /^-?\d+(\.\d+)?$/.test(metres))) {
    return ["INVALID_NUMBER", "send easting and northing as metres"];
  }
  if (!isOnGrid({ easting: Number(easting), northing: Number(northing) }) || isCorner(easting, northing)) {
    return ["INVALID_LOCATION_DATA_RANGE", "send easting from 0 to 700000 and northing from 0 to 1300000, not both 0"];
  }
  if (!/^(\d+(\.\d+)?)?$/.test(uncertainty) || Number(uncertainty) > UNCERTAINTY_MAX_M) {
    return ["INVALID_NUMBER", `send locationUncertaintyM as metres up to ${UNCERTAINTY_MAX_M}`];
  }
  return Number(to) < Number(from) ? ["CRIME_DATE_TIME_TO_AFTER_FROM", "send to at or after from"] : null;
}

/** The corner of the grid lies in the sea: it stands for a place that nobody filled in. */
function isCorner(easting: string, northing: string): boolean {
  return Number(easting) === 0 && Number(northing) === 0;
}
