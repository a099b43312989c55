import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { byMonth, type Generaliser } from "./generaliser.ts";
import { textIn } from "./read-value.ts";

/** Highest floor first: a value has the band of the first floor it reaches. */
type Bands = readonly (readonly [floor: number, band: string])[];

const BANDS: Partial<Record<FieldPath, Bands>> = {
  "police.stopSearchCount90d": [
    [6, "6+"],
    [3, "3-5"],
    [1, "1-2"],
    [0, "none"],
  ],
  "probation.attendanceRate90d": [
    [0.9, "90-100%"],
    [0.75, "75-89%"],
    [0.5, "50-74%"],
    [0, "under 50%"],
  ],
  // The bands probation itself uses for the two-year score.
  "probation.ogrs3TwoYear": [
    [90, "very-high"],
    [75, "high"],
    [50, "medium"],
    [0, "low"],
  ],
};

/** A score, rate or count -> its band; the RSR already carries its own: `L`, `M`, `H` or `VH`. */
export const band: Generaliser = byMonth((value, { field }) => {
  if (field === "probation.rsr") {
    return textIn(value, "band");
  }
  return typeof value === "number" ? BANDS[field]?.find(([floor]) => value >= floor)?.[1] : undefined;
});
