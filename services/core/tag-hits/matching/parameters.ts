/** Changes with every change of what an answer means; kept with each result. */
export const ALGORITHM_VERSION = "tag-hits/1";

/** What a force and type of crime set; kept with each result. Lengths in metres, times in seconds, speeds in m/s. */
export type Parameters = {
  readonly version: string;
  /** R: what counts as in the vicinity, before the uncertainty of the crime's place is added. */
  readonly radiusM: number;
  /** A GPS fix with a wider accuracy circle makes no leg and no hit. */
  readonly accuracyMaxM: number;
  /** Two fixes further apart than this are a gap, not a leg. */
  readonly legMaxS: number;
  /** A fix that implies more than this from both neighbours is a jump of the device. */
  readonly jumpMps: number;
  /** The speed that nobody exceeds. Never a softer one: ruling out must be safe. */
  readonly reachMps: number;
  /** What share of true places lies in the accuracy circle. Null, undeclared, counts as 68. */
  readonly accuracyPercentile: 68 | 95 | null;
  /** How far the window of a crime known to the instant is widened on either side. */
  readonly instantMarginS: number;
  /** Windows longer than this are wide: no hits are listed unless asked for. */
  readonly wideOverS: number;
  /** Windows longer than this are refused. */
  readonly windowMaxS: number;
  /** A required speed of at most this many times the speed seen, or `amblingMps`, is plausible. */
  readonly plausibleFactor: number;
  readonly amblingMps: number;
};

const HOUR_S = 3_600;

export const DEFAULT_PARAMETERS: Parameters = {
  version: "default/1",
  radiusM: 100,
  accuracyMaxM: 100,
  legMaxS: 300,
  jumpMps: 70,
  reachMps: 40,
  accuracyPercentile: null,
  instantMarginS: 300,
  wideOverS: 12 * HOUR_S,
  windowMaxS: 96 * HOUR_S,
  plausibleFactor: 1.3,
  amblingMps: 2.5,
};

/** How many times the stated accuracy a position may be out when reach is judged: a circle of 68 % is doubled. */
export function accuracyFactor({ accuracyPercentile }: Parameters): number {
  return accuracyPercentile === 95 ? 1 : 2;
}
