import type { EventPayloads } from "#schemas/generated/types.ts";
import { toGrid } from "../../platform/national-grid/convert-degrees.ts";
import { CONVERSION_UNCERTAINTY_M } from "../../platform/national-grid/national-grid.ts";
import { project } from "../../platform/national-grid/transverse-mercator.ts";
import type { Crime } from "./crime.ts";

type Position = EventPayloads["electronic-monitoring.position-batch.received"]["positions"][number];

/** Where a crime can have happened, metres on the British National Grid. */
export type GridPlaceOfCrime = {
  readonly eastingM: number;
  readonly northingM: number;
  readonly uncertaintyM: number;
};

const RADIANS = Math.PI / 180;

/**
 * The place on the grid. Positions are converted from WGS84 in the same way as degrees are, so that what the conversion is out by
 * cancels between the two; between a position and a reference on the grid itself, or on its datum, it does not and is added.
 */
export function gridPlaceOf(crime: Crime): GridPlaceOfCrime {
  const { easting, northing, latitude, longitude, datum, locationUncertaintyM: sentM = 0 } = crime;
  const converted = sentM + CONVERSION_UNCERTAINTY_M;
  if (easting !== undefined && northing !== undefined) {
    return { eastingM: easting, northingM: northing, uncertaintyM: converted };
  }
  if (latitude === undefined || longitude === undefined) {
    throw new RangeError("a crime was taken in without its place");
  }
  const onDatum = datum === "OSGB36";
  const place = onDatum ? project(latitude * RADIANS, longitude * RADIANS) : toGrid({ latitude, longitude });
  return { eastingM: place.easting, northingM: place.northing, uncertaintyM: onDatum ? converted : sentM };
}

export function gridCentimetresOf({ lat, lon }: Position): { readonly eastingCm: number; readonly northingCm: number } {
  const { easting, northing } = toGrid({ latitude: lat, longitude: lon });
  return { eastingCm: Math.round(easting * 100), northingCm: Math.round(northing * 100) };
}
