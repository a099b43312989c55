import type { Cells, NumberRange } from "../rows/cells.ts";
import { given } from "../rows/given.ts";
import { CRIME_PROBLEMS } from "./crime-problems.ts";
import { forceOf, isWithin } from "./forces.ts";

const GRID = ["easting", "northing"] as const;
const DEGREES = ["latitude", "longitude"] as const;
type Pair = typeof GRID | typeof DEGREES;

/** Eastings run to 700000: a limit of 600000 would leave out the east of Kent, Essex and Suffolk. */
const RANGES: Readonly<Record<string, NumberRange>> = {
  easting: { min: 0, max: 700_000 },
  northing: { min: 0, max: 1_300_000 },
  latitude: { min: 49.5, max: 61.5 },
  longitude: { min: -8.5, max: 2.6 },
};
const DATUMS = { OSGB36: "OSGB36", WGS84: "WGS84" } as const;
const PLAIN_NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;
/** How far the true place may lie from a reference that was cut to kilometres, or to hundreds of metres. */
const TRUNCATED_TO = [
  { stepM: 1_000, uncertaintyM: 500 },
  { stepM: 100, uncertaintyM: 50 },
] as const;

/** What is wrong when both pairs come: null where that is allowed and they agree. */
export type CheckBothPairs = (cells: Cells, pairs: { readonly grid: Place; readonly degrees: Place }) => void;
export type Place = readonly [number, number];

/** Refuses both pairs: the 13 columns take exactly one. */
export const onePairOnly: CheckBothPairs = (cells) => cells.report(CRIME_PROBLEMS.twoPlaces());

type PlaceOptions = { readonly force: string; readonly checkBothPairs: CheckBothPairs };

/** Where a crime happened, with what is doubtful about it; whatever is wrong is reported. */
export function readCrimePlace(cells: Cells, { force, checkBothPairs }: PlaceOptions) {
  reportMissing(cells);
  const [onGrid, inDegrees] = [readPair(cells, GRID), readPair(cells, DEGREES)];
  if (onGrid !== null && inDegrees !== null) {
    checkBothPairs(cells, { grid: onGrid, degrees: inDegrees });
  }
  const doubt = onGrid === null ? {} : doubtOf(cells, onGrid, force);
  const datum = cells.code("datum", DATUMS) ?? (onGrid === null ? "WGS84" : "OSGB36");
  return { ...namedPair(GRID, onGrid), ...(onGrid === null ? namedPair(DEGREES, inDegrees) : {}), datum, ...doubt };
}

function sentOf(cells: Cells, pair: Pair): readonly string[] {
  return pair.filter((name) => cells.text(name) !== null);
}

function reportMissing(cells: Cells): void {
  const [grid, degrees] = [sentOf(cells, GRID).length, sentOf(cells, DEGREES).length];
  if (grid + degrees === 0) {
    cells.report(CRIME_PROBLEMS.noPlace());
  } else if (grid > 0 && degrees > 0 && grid + degrees < 4) {
    cells.report(CRIME_PROBLEMS.twoPlaces());
  } else {
    reportHalf(cells, grid > 0 ? GRID : DEGREES);
  }
}

function reportHalf(cells: Cells, pair: Pair): void {
  const [present] = sentOf(cells, pair);
  const absent = pair.find((name) => cells.text(name) === null);
  if (present !== undefined && absent !== undefined) {
    cells.report(CRIME_PROBLEMS.halfPlace(absent, present));
  }
}

/** Null when the pair was not sent whole, or beside its problem. */
function readPair(cells: Cells, pair: Pair): Place | null {
  const sent = pair.map((name) => cells.text(name));
  const values = sent.map((text) => (text === null ? null : Number(text)));
  const unreadable = pair.filter((_, at) => sent[at] != null && !PLAIN_NUMBER.test(sent[at] ?? ""));
  for (const name of unreadable) {
    cells.report(CRIME_PROBLEMS.number(name));
  }
  const [first, second] = values;
  if (first == null || second == null || unreadable.length > 0) {
    return null;
  }
  return isSound(cells, pair, [first, second]) ? [first, second] : null;
}

function isSound(cells: Cells, pair: Pair, [first, second]: Place): boolean {
  if (first === 0 && second === 0) {
    cells.report(CRIME_PROBLEMS.zero());
    return false;
  }
  const outside = (name: string, value: number) => !inRange(name, value);
  const wrong = [outside(pair[0], first) ? pair[0] : null, outside(pair[1], second) ? pair[1] : null];
  // Of degrees the ranges tell; a grid reference is held against the force's area.
  if (pair === DEGREES && wrong.some((name) => name !== null) && inRange(pair[0], second) && inRange(pair[1], first)) {
    cells.report(CRIME_PROBLEMS.swapped(pair[0], pair[1]));
    return false;
  }
  for (const name of wrong.filter((one) => one !== null)) {
    const { min, max } = RANGES[name] ?? NOWHERE;
    cells.report(CRIME_PROBLEMS.range(name, min, max));
  }
  return wrong.every((name) => name === null);
}

const NOWHERE: NumberRange = { min: 0, max: 0 };

function inRange(name: string, value: number): boolean {
  const { min, max } = RANGES[name] ?? NOWHERE;
  return value >= min && value <= max;
}

/** A grid reference that is valid and yet doubtful: of another place, cut short, or exchanged. */
function doubtOf(cells: Cells, [easting, northing]: Place, forceSent: string): Readonly<Record<string, unknown>> {
  const force = forceOf(forceSent);
  const notes: string[] = [];
  if (force !== null && !isWithin(force.area, easting, northing)) {
    const isSwapped = isWithin(force.area, northing, easting);
    cells.report(isSwapped ? CRIME_PROBLEMS.swapped("easting", "northing") : CRIME_PROBLEMS.outside());
    notes.push("outside-force-area");
  }
  const cut = TRUNCATED_TO.find(({ stepM }) => easting % stepM === 0 && northing % stepM === 0);
  const toldBySender = cells.text("locationUncertaintyM") !== null;
  if (cut === undefined || toldBySender) {
    return notes.length === 0 ? {} : { notes };
  }
  cells.report(CRIME_PROBLEMS.truncated(cut.uncertaintyM));
  return { locationUncertaintyM: cut.uncertaintyM, notes: [...notes, "truncated-reference"] };
}

function namedPair(pair: Pair, values: Place | null) {
  return given({ [pair[0]]: values?.[0] ?? null, [pair[1]]: values?.[1] ?? null });
}
