import type { Fix, Silence } from "./fix.ts";

/** Exactly one for each crime and tagged person; the first that holds, in this order. Hits are the first two. */
export const ANSWERS = ["RECORDED", "PASSED", "CANNOT EXCLUDE", "NO DATA", "RULED OUT"] as const;
export type AnswerName = (typeof ANSWERS)[number];

/** Where the person's path came closest. */
export type Nearest = {
  readonly distanceM: number;
  /** The wider accuracy of the fixes it rests on. */
  readonly errorM: number;
  readonly at: number;
  readonly on: "fix" | "leg";
  /** The fixes it rests on: one, or both ends of the leg. */
  readonly evidence: readonly Fix[];
  /** False where nothing lies in the window and this is the nearest of the fixes on either side of it. */
  readonly isInWindow: boolean;
};

/** "He would have had to drive at that speed": the least of all legs and gaps that meet the window. */
export type Required = {
  readonly mps: number;
  /** The moment at which he would have been in the zone. */
  readonly at: number;
  readonly on: "leg" | "gap";
  readonly first: Fix;
  readonly second: Fix;
  /** No faster than he was seen going, with a margin: the batch keeps such an answer, the others are on demand. */
  readonly isPlausible: boolean;
};

export type NoDataReason = "NO_FIX_BEFORE" | "NO_FIX_AFTER" | "SILENT";

/** The answer for one person and one crime, with everything its explanation needs. Times in Unix seconds. */
export type Answer = {
  readonly answer: AnswerName;
  readonly window: {
    readonly from: number;
    readonly to: number;
    readonly isWidened: boolean;
    readonly isWide: boolean;
  };
  readonly zoneRadiusM: number;
  /** At least two fixes in the zone: what systems that compare points alone call a sequence. */
  readonly isSequence: boolean;
  /** Counted fixes in the zone during the window. */
  readonly fixesInZone: readonly Fix[];
  readonly fixesInWindow: number;
  readonly minutesInZone: number;
  /**
   * What the answer rests on: of RECORDED the nearest fix, else the nearest the path comes. Null where no fix counts.
   */
  readonly nearest: Nearest | null;
  /** The nearest the path comes, between fixes too. */
  readonly nearestOnPath: Nearest | null;
  /** Minutes of the window that lie on legs. "No hit" with little of it never reads as "ruled out". */
  readonly coverage: { readonly minutes: number; readonly ofMinutes: number; readonly share: number };
  readonly longestGapMinutes: number;
  /** Of the counted fixes in the window; null where there is none. */
  readonly medianAccuracyM: number | null;
  /** Null where no leg and no gap meets the window. */
  readonly required: Required | null;
  /** The fix whose accuracy circle reaches into the zone, counted or not. */
  readonly reachingFix: Fix | null;
  /** Spans without data between the fix before the window and the one after it. */
  readonly silences: readonly Silence[];
  readonly noData: readonly NoDataReason[];
  readonly leftOut: {
    readonly repeated: number;
    readonly contradicted: readonly Fix[];
    readonly jumps: readonly Fix[];
    readonly uncounted: readonly Fix[];
  };
  readonly algorithmVersion: string;
  readonly parametersVersion: string;
};
