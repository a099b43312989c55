import type { Answer, AnswerName, NoDataReason, Required } from "./answer.ts";
import { coverageOf, longestGapMinutes, minutesInZone } from "./coverage.ts";
import { type CrimePlace, type Zone, zoneOf } from "./crime-window.ts";
import type { Fix, Track } from "./fix.ts";
import { median } from "./median.ts";
import { isInZone, nearestFixOf, nearestOf, passesZone } from "./nearest.ts";
import { ALGORITHM_VERSION, accuracyFactor, type Parameters } from "./parameters.ts";
import { type PersonPath, pathOf } from "./person-path.ts";
import { requiredOf } from "./required-of.ts";

/**
 * The answer for one person and one crime, exactly one of five (design/tag-hits.md section 2): the reference that the
 * batch matchers are held against, rule-out on demand, and the source of every explanation. Throws RangeError for a
 * crime that `zoneOf` refuses.
 */
export function judge(track: Track, crime: CrimePlace, parameters: Parameters): Answer {
  const place = zoneOf(crime, parameters);
  if (place.outcome === "refused") {
    throw new RangeError(`a crime that cannot be matched: ${place.reason}`);
  }
  const { zone } = place;
  const path = pathOf(track, parameters);
  const inWindow = path.counted.filter(({ at }) => at >= zone.from && at <= zone.to);
  const fixesInZone = inWindow.filter((fix) => isInZone(fix, zone));
  const nearestOnPath = nearestOf(path, zone);
  const required = requiredOf(path, zone, parameters);
  const reachingFix = reaching(path.fixes, zone, parameters);
  const bracket = bracketOf(path, zone);
  const passes = path.steps.some((step) => passesZone(step, zone));
  return {
    answer: answerOf({
      recorded: fixesInZone.length,
      passes,
      reachingFix,
      required,
      noData: bracket.noData,
      parameters,
    }),
    window: { from: zone.from, to: zone.to, isWidened: place.widened, isWide: place.wide },
    zoneRadiusM: zone.radiusCm / 100,
    isSequence: fixesInZone.length >= 2,
    fixesInZone,
    fixesInWindow: inWindow.length,
    minutesInZone: minutesInZone(path, zone),
    nearest: nearestFixOf(fixesInZone, zone) ?? nearestOnPath,
    nearestOnPath,
    coverage: coverageOf(path, zone),
    longestGapMinutes: longestGapMinutes(path, zone),
    medianAccuracyM: median(inWindow.map(({ accuracyM }) => accuracyM ?? Number.POSITIVE_INFINITY)),
    required,
    reachingFix,
    silences: bracket.silences,
    noData: bracket.noData,
    leftOut: {
      repeated: path.repeated,
      contradicted: path.contradicted,
      jumps: path.jumps,
      uncounted: path.uncounted,
    },
    algorithmVersion: ALGORITHM_VERSION,
    parametersVersion: parameters.version,
  };
}

type Grounds = {
  readonly recorded: number;
  readonly passes: boolean;
  readonly reachingFix: Fix | null;
  readonly required: Required | null;
  readonly noData: readonly NoDataReason[];
  readonly parameters: Parameters;
};

/** The first that holds, in the order of the design. */
function answerOf({ recorded, passes, reachingFix, required, noData, parameters }: Grounds): AnswerName {
  if (recorded > 0) {
    return "RECORDED";
  }
  if (passes) {
    return "PASSED";
  }
  if (reachingFix !== null || (required !== null && required.mps <= parameters.reachMps)) {
    return "CANNOT EXCLUDE";
  }
  return noData.length > 0 ? "NO DATA" : "RULED OUT";
}

/** The fix in the window that is surest to reach into the zone; RF, LBS and WiFi may support this and nothing else. */
function reaching(fixes: readonly Fix[], zone: Zone, parameters: Parameters): Fix | null {
  const factor = accuracyFactor(parameters);
  const excess = ({ eastingCm, northingCm, accuracyM }: Fix) =>
    Math.sqrt((eastingCm - zone.eastingCm) ** 2 + (northingCm - zone.northingCm) ** 2) -
    (accuracyM ?? 0) * factor * 100;
  return (
    fixes
      .filter((fix) => fix.accuracyM !== null && fix.at >= zone.from && fix.at <= zone.to)
      .filter((fix) => excess(fix) <= zone.radiusCm)
      .toSorted((a, b) => excess(a) - excess(b))[0] ?? null
  );
}

/** What keeps from ruling out: no counted fix on one side of the window, or a span without data between the two. */
function bracketOf({ counted, silences }: PersonPath, zone: Zone) {
  const before = counted.findLast(({ at }) => at <= zone.from);
  const after = counted.find(({ at }) => at >= zone.to);
  const from = before?.at ?? zone.from;
  const to = after?.at ?? zone.to;
  const between = silences.filter((silence) => silence.from <= to && silence.to >= from);
  const noData: NoDataReason[] = [];
  if (before === undefined) {
    noData.push("NO_FIX_BEFORE");
  }
  if (after === undefined) {
    noData.push("NO_FIX_AFTER");
  }
  if (between.length > 0) {
    noData.push("SILENT");
  }
  return { noData, silences: between };
}
