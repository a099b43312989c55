import type { Answer } from "./matching/answer.ts";
import type { Fix, Track } from "./matching/fix.ts";

/** How much of the track on either side of the window a reviewer sees: how he came, and how he went. */
const AROUND_S = 600;

/** What a hit rests on, one position a row, in order of time. */
export type EvidenceRow = {
  readonly positionId: string | null;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly eastingM: number;
  readonly northingM: number;
  readonly accuracyM: number | null;
  readonly mechanism: Fix["mechanism"];
  readonly speedKmh: number | null;
  /** `near`: in the zone and the window. `counted`: on the path. The others are shown and count for nothing. */
  readonly standing: "near" | "counted" | "jump" | "contradicted" | "not-counted";
  /** Another tag, or another wearing: no path joins it to the row before. */
  readonly wearing: number;
};

/** The figures of an explanation: each a measure, none a verdict. Lengths in metres, speeds in metres a second. */
export type HitFigures = {
  readonly answer: Answer["answer"];
  readonly nearest: {
    readonly distanceM: number;
    readonly errorM: number;
    readonly at: string;
    readonly on: "fix" | "leg";
    readonly between: readonly string[];
  } | null;
  readonly positionsNear: number;
  readonly positionsInWindow: number;
  readonly minutesNear: number;
  readonly isSequence: boolean;
  readonly coverage: Answer["coverage"];
  readonly longestGapMinutes: number;
  readonly medianAccuracyM: number | null;
  readonly medianSpeedKmh: number | null;
  readonly required: { readonly mps: number; readonly at: string; readonly from: string; readonly to: string } | null;
  readonly window: {
    readonly from: string;
    readonly to: string;
    readonly isWidened: boolean;
    readonly isWide: boolean;
  };
  readonly zoneRadiusM: number;
  readonly silences: readonly { readonly kind: string; readonly from: string; readonly to: string }[];
  readonly noData: Answer["noData"];
  readonly notCounted: {
    readonly repeated: number;
    readonly contradicted: number;
    readonly jumps: number;
    readonly uncounted: number;
  };
};

export function hitFigures(answer: Answer): HitFigures {
  const { nearest, required, window, leftOut } = answer;
  const speeds = answer.fixesInZone.flatMap(({ speedKmh }) => speedKmh ?? []).toSorted((a, b) => a - b);
  return {
    answer: answer.answer,
    nearest:
      nearest === null
        ? null
        : {
            distanceM: nearest.distanceM,
            errorM: nearest.errorM,
            at: instant(nearest.at),
            on: nearest.on,
            between: nearest.evidence.map(({ at }) => instant(at)),
          },
    positionsNear: answer.fixesInZone.length,
    positionsInWindow: answer.fixesInWindow,
    minutesNear: answer.minutesInZone,
    isSequence: answer.isSequence,
    coverage: answer.coverage,
    longestGapMinutes: answer.longestGapMinutes,
    medianAccuracyM: answer.medianAccuracyM,
    medianSpeedKmh: speeds[Math.floor((speeds.length - 1) / 2)] ?? null,
    required:
      required === null
        ? null
        : {
            mps: required.mps,
            at: instant(required.at),
            from: instant(required.first.at),
            to: instant(required.second.at),
          },
    window: { ...window, from: instant(window.from), to: instant(window.to) },
    zoneRadiusM: answer.zoneRadiusM,
    silences: answer.silences.map(({ kind, from, to }) => ({ kind, from: instant(from), to: instant(to) })),
    noData: answer.noData,
    notCounted: {
      repeated: leftOut.repeated,
      contradicted: leftOut.contradicted.length,
      jumps: leftOut.jumps.length,
      uncounted: leftOut.uncounted.length,
    },
  };
}

/** The positions of the window and a little around it, each with what it counted for. */
export function hitEvidence({ fixes }: Track, { window, fixesInZone, leftOut }: Answer): readonly EvidenceRow[] {
  const near = new Set(fixesInZone);
  const [contradicted, jumps, uncounted] = [leftOut.contradicted, leftOut.jumps, leftOut.uncounted].map(
    (some) => new Set(some),
  );
  const standing = (fix: Fix): EvidenceRow["standing"] => {
    if (near.has(fix)) return "near";
    if (jumps?.has(fix)) return "jump";
    if (contradicted?.has(fix)) return "contradicted";
    return uncounted?.has(fix) ? "not-counted" : "counted";
  };
  const wearings = [...new Set(fixes.map(({ activation }) => activation))];
  return fixes
    .filter(({ at }) => at >= window.from - AROUND_S && at <= window.to + AROUND_S)
    .toSorted((a, b) => a.at - b.at)
    .map((fix) => ({
      positionId: fix.positionId ?? null,
      at: instant(fix.at),
      eastingM: fix.eastingCm / 100,
      northingM: fix.northingCm / 100,
      accuracyM: fix.accuracyM,
      mechanism: fix.mechanism,
      speedKmh: fix.speedKmh ?? null,
      standing: standing(fix),
      wearing: wearings.indexOf(fix.activation) + 1,
    }));
}

function instant(seconds: number): string {
  return new Date(Math.round(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
