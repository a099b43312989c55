import type { Cells, NumberRange } from "../rows/cells.ts";
import { given } from "../rows/given.ts";
import { rowError } from "../rows/row-problems.ts";

const GRID = ["easting", "northing"] as const;
const DEGREES = ["latitude", "longitude"] as const;

/** Eastings run to 700000: a limit of 600000 would leave out the east of Kent, Essex and Suffolk. */
const RANGES: Readonly<Record<string, NumberRange>> = {
  easting: { min: 0, max: 700_000 },
  northing: { min: 0, max: 1_300_000 },
  latitude: { min: 49.5, max: 61.5 },
  longitude: { min: -8.5, max: 2.6 },
};

const DATUMS = { OSGB36: "OSGB36", WGS84: "WGS84" } as const;

/** Where a crime happened: exactly one pair, whole. */
export function readCrimePlace(cells: Cells): Readonly<Record<string, unknown>> {
  const sentOf = (names: readonly string[]) => names.filter((name) => cells.text(name) !== null);
  const grid = sentOf(GRID);
  const degrees = sentOf(DEGREES);
  if (grid.length > 0 && degrees.length > 0) {
    cells.report(
      rowError(
        "MULTIPLE_LOCATION_DATA_TYPES",
        "easting/northing and latitude/longitude are both given",
        "send one pair only",
      ),
    );
  } else if (grid.length + degrees.length < 2) {
    cells.report(
      rowError(
        "MISSING_LOCATION_DATA",
        "there is no whole pair of coordinates",
        "give easting/northing or latitude/longitude",
      ),
    );
  }
  const place = [...grid, ...degrees].map((name) => [name, cells.number(name, RANGES[name] ?? { min: 0, max: 0 })]);
  const datum = cells.code("datum", DATUMS) ?? (grid.length > 0 ? "OSGB36" : "WGS84");
  return { ...given(Object.fromEntries(place)), datum };
}
