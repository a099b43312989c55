import { toGrid } from "#services/platform/national-grid/convert-degrees.ts";
import type { CheckBothPairs } from "./crime-place.ts";
import { CRIME_PROBLEMS } from "./crime-problems.ts";

/** Two pairs further apart than this are two places. Far more than the conversion between them can be out by. */
const APART_MAX_M = 100;

/** Lets both pairs stand where they are one place; the grid's is then kept, as the one the force works with. */
export const agreeingPairs: CheckBothPairs = (cells, { grid, degrees }) => {
  const [latitude, longitude] = degrees;
  const { easting, northing } = toGrid({ latitude, longitude });
  if (Math.hypot(easting - grid[0], northing - grid[1]) > APART_MAX_M) {
    cells.report(CRIME_PROBLEMS.placesApart(APART_MAX_M));
  }
};
