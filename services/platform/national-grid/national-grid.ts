/** A place on the British National Grid (OSGB36), in metres. */
export type GridPlace = { readonly easting: number; readonly northing: number };
/** A place in WGS84, in degrees. */
export type Degrees = { readonly latitude: number; readonly longitude: number };

/**
 * What a place converted between WGS84 and OSGB36 may be out by, in metres: seven parameters for the whole country, not
 * the OSTN15 grid. Whoever converts adds it to the uncertainty of the crime's place.
 */
export const CONVERSION_UNCERTAINTY_M = 5;

/** What the hub accepts: the east of Kent and Suffolk lie beyond 600 km. */
const GRID_BOUNDS = { easting: { min: 0, max: 700_000 }, northing: { min: 0, max: 1_300_000 } } as const;

/** Whether a place lies on the grid; NaN does not. */
export function isOnGrid({ easting, northing }: GridPlace): boolean {
  const { easting: e, northing: n } = GRID_BOUNDS;
  return easting >= e.min && easting <= e.max && northing >= n.min && northing <= n.max;
}
