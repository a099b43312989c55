import { CROSSED_MAX } from "../grid/cells.ts";
import type { Parameters } from "../matching/parameters.ts";
import { type FoundPairs, noPairs } from "./found-pairs.ts";
import { type GapList, noGaps } from "./gap-list.ts";
import { type Latest, noLatest } from "./latest-fixes.ts";
import type { ZoneGrid } from "./zone-grid.ts";

/** Which hits are looked for: paths between fixes too, or fixes alone. */
export type Rule = "cpa" | "points";

/**
 * Positions against a grid of crimes, in one pass and a line of state for each person. A fix that was reached too fast
 * waits for the next one, since only then is it known whether it was a jump of the device.
 */
export type StreamMatcher = {
  readonly zones: ZoneGrid;
  readonly rule: Rule;
  readonly accuracyMax: number;
  readonly legMax: number;
  readonly jumpCmPerS: number;
  readonly latest: Latest;
  readonly pairs: FoundPairs;
  readonly gaps: GapList;
  readonly crossed: Int32Array;
  /** Counts legs, so that a crime knows which of them it met last. */
  legs: number;
  fixes: number;
  uncounted: number;
};

export function streamMatcher(zones: ZoneGrid, rule: Rule, parameters: Parameters): StreamMatcher {
  return {
    zones,
    rule,
    accuracyMax: parameters.accuracyMaxM,
    legMax: parameters.legMaxS,
    jumpCmPerS: parameters.jumpMps * 100,
    latest: noLatest(),
    pairs: noPairs(),
    gaps: noGaps(),
    crossed: new Int32Array(CROSSED_MAX),
    legs: 0,
    fixes: 0,
    uncounted: 0,
  };
}
