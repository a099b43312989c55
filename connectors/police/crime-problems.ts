import type { RowProblem } from "../connector.ts";
import { rowError, rowWarning } from "../rows/row-problems.ts";

/** What can be wrong with a crime: the codes of design/tag-hits 4.1, which senders act on already, and the hub's beside them. */
export const CRIME_PROBLEMS = {
  force: (known: readonly string[]) =>
    rowError(
      "INVALID_POLICE_FORCE",
      "policeForce is not the identifier of a participating force",
      `send one of ${known.join(", ")}`,
    ),
  /** The code sent is shown only while it looks like one. */
  type: (sent: string, known: readonly string[]) =>
    rowError(
      "INVALID_CRIME_TYPE",
      `${/^[A-Z]{1,6}$/.test(sent) ? `\`${sent}\`` : "crimeTypeId"} is not one of ${known.join(", ")}`,
      "send one of the seven codes, or leave the crime out",
    ),
  noBatch: () => rowError("MISSING_BATCH_ID", "batchId is empty or absent", "send the row again with batchId"),
  batchFormat: (code: string) =>
    rowError(
      "INVALID_BATCH_ID_FORMAT",
      `batchId is not ${code} and a date, with an optional number and -R or -A`,
      `send it as ${code}20261121 or ${code}20261121-1-R`,
    ),
  batchDate: () =>
    rowError("INVALID_BATCH_ID_DATE", "the date in batchId is not a real one", "correct the date in batchId"),
  noReference: () =>
    rowError("MISSING_CRIME_REFERENCE", "crimeReference is empty or absent", "send the row again with crimeReference"),
  from: (words: string) =>
    rowError(
      "INVALID_FROM_DATE_FORMAT",
      `crimeDateFrom is not a real date and time written as ${words}`,
      `correct crimeDateFrom (${words})`,
    ),
  to: (words: string) =>
    rowError(
      "INVALID_TO_DATE_FORMAT",
      `crimeDateTo is not a real date and time written as ${words}`,
      `correct crimeDateTo (${words})`,
    ),
  /** The name is the senders'; what it means is that the end is before the start. */
  order: () =>
    rowError(
      "CRIME_DATE_TIME_TO_AFTER_FROM",
      "crimeDateTo is before crimeDateFrom",
      "correct crimeDateTo or crimeDateFrom",
    ),
  window: (hours: number) =>
    rowError(
      "CRIME_DATE_TIME_EXCEEDS_WINDOW",
      `more than ${hours} hours lie between crimeDateFrom and crimeDateTo`,
      "narrow the window or leave the crime out",
    ),
  missingHour: (name: string) =>
    rowError(
      "LOCAL_TIME_MISSING",
      `${name} is in the hour that Europe/London leaves out when the clocks go forward`,
      `correct ${name}, or send it in UTC`,
    ),
  repeatedHour: () =>
    rowWarning(
      "LOCAL_TIME_REPEATED",
      "a time is in the hour that Europe/London has twice; the window was widened to both",
      "send the time in UTC if it is known which of the two is meant",
    ),
  looksLocal: () =>
    rowWarning(
      "LOOKS_LIKE_LOCAL_TIME",
      "the crime ends after the batch was made, as it does when summer time is sent as UTC",
      "check that crimeDateFrom and crimeDateTo are in UTC, and send the batch again if they are not",
    ),
  number: (name: string) =>
    rowError("INVALID_NUMBER", `${name} is not a number in plain decimal digits`, `send ${name} as a plain number`),
  range: (name: string, min: number, max: number) =>
    rowError(
      "INVALID_LOCATION_DATA_RANGE",
      `${name} is outside its allowed range`,
      `send ${name} as a number from ${min} to ${max}`,
    ),
  text: (name: string, why: string, action: string) => rowError("INVALID_TEXT", `${name} ${why}`, action),
  noPlace: () =>
    rowError("MISSING_LOCATION_DATA", "there is no pair of coordinates", "give easting/northing or latitude/longitude"),
  halfPlace: (missing: string, given: string) =>
    rowError("DEPENDENT_LOCATION_DATA", `${given} came without ${missing}`, `give ${missing} as well`),
  twoPlaces: () =>
    rowError(
      "MULTIPLE_LOCATION_DATA_TYPES",
      "easting/northing and latitude/longitude are both given",
      "send one pair only",
    ),
  placesApart: (apartMaxM: number) =>
    rowError(
      "LOCATION_PAIRS_DISAGREE",
      `easting/northing and latitude/longitude are more than ${apartMaxM} m apart`,
      "correct the pair that is wrong, or send one pair only",
    ),
  zero: () =>
    rowError("LOCATION_ZERO", "both coordinates are zero, which is no place", "send where the crime happened"),
  swapped: (one: string, other: string) =>
    rowError(
      "LOCATION_SWAPPED",
      `${one} and ${other} look as if they had been swapped`,
      `exchange ${one} and ${other}`,
    ),
  truncated: (uncertaintyM: number) =>
    rowWarning(
      "LOCATION_TRUNCATED",
      `both grid coordinates end in zeros; the place is taken as ${uncertaintyM} m uncertain`,
      "send the whole reference, or locationUncertaintyM if the place is known better",
    ),
  outside: () =>
    rowWarning(
      "LOCATION_OUTSIDE_FORCE",
      "the place is outside the force's area",
      "check easting and northing; the crime is compared where it was sent",
    ),
  twoForces: () =>
    rowError("MULTIPLE_POLICE_FORCES", "the file has crimes of several forces", "send one file for each force"),
  twoBatches: () => rowError("MULTIPLE_BATCH_IDS", "the file has several batches", "send one file for each batch"),
  noRows: () =>
    rowError("INVALID_ATTACHMENT", "the file has no row that could be a crime", "send the crimes, one a row"),
  allFailed: () =>
    rowError(
      "ALL_RECORDS_FAILED",
      "no row of the file could be taken in",
      "put right what is said of the rows, and send the file again",
    ),
} as const satisfies Readonly<Record<string, (...about: never[]) => RowProblem>>;
