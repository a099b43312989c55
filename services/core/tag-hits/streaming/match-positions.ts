import { float64At, int32At } from "../grid/columns.ts";
import type { Zone } from "../matching/crime-window.ts";
import type { Parameters } from "../matching/parameters.ts";
import type { FoundPairs } from "./found-pairs.ts";
import { gapSecondsBy } from "./gap-list.ts";
import { isDisordered, spanOf } from "./latest-fixes.ts";
import type { PositionChunk } from "./position-chunk.ts";
import { gatherDisordered, sortedChunks } from "./sort-disordered.ts";
import { type Rule, type StreamMatcher, streamMatcher } from "./stream-matcher.ts";
import { settleAll, takeChunk } from "./take-chunk.ts";
import { zoneGridOf } from "./zone-grid.ts";

/** One hit of the batch: the crime's place in the list of zones, the person's number. */
export type BatchHit = {
  readonly crime: number;
  readonly person: number;
  readonly answer: "RECORDED" | "PASSED";
  readonly distanceM: number;
  /** Unix seconds; between two fixes it may fall between two seconds. */
  readonly at: number;
  readonly fixes: number;
  /** Share of the window that lies on legs. */
  readonly coverage: number;
};

export type BatchMatch = {
  /** In order of crime, then of person. */
  readonly hits: readonly BatchHit[];
  readonly fixes: number;
  /** Fixes less accurate than may count. */
  readonly uncounted: number;
  readonly repeated: number;
  readonly contradicted: number;
  readonly jumps: number;
  /** People whose positions had to be sorted. */
  readonly sorted: number;
};

/**
 * The hits of many crimes in one pass over positions in any order: the second implementation, for bulk days. The
 * positions are read again, from the start, only where those of some people were out of order.
 */
export async function matchPositions(
  read: () => AsyncIterable<PositionChunk> | Iterable<PositionChunk>,
  zones: readonly Zone[],
  { rule, fixesMin, parameters }: { readonly rule: Rule; readonly fixesMin: number; readonly parameters: Parameters },
): Promise<BatchMatch> {
  const grid = zoneGridOf(zones, parameters.legMaxS);
  const matcher = streamMatcher(grid, rule, parameters);
  for await (const chunk of read()) {
    takeChunk(matcher, chunk);
  }
  settleAll(matcher);
  const inOrder = hitsOf(matcher, zones, fixesMin).filter(({ person }) => !isDisordered(matcher.latest, person));
  const again = { ...streamMatcher(grid, rule, parameters), legs: matcher.legs };
  let [repeated, contradicted] = [matcher.latest.repeated, 0];
  if (matcher.latest.disordered > 0) {
    const held = new Map();
    for await (const chunk of read()) {
      gatherDisordered(matcher.latest, chunk, held);
    }
    for (const chunk of sortedChunks(held, parameters.accuracyMaxM)) {
      takeChunk(again, chunk);
      repeated += chunk.repeated;
      contradicted += chunk.contradicted;
    }
    settleAll(again);
  }
  return {
    hits: [...inOrder, ...hitsOf(again, zones, fixesMin)].sort((a, b) => a.crime - b.crime || a.person - b.person),
    fixes: matcher.fixes,
    uncounted: matcher.uncounted,
    repeated,
    contradicted,
    jumps: matcher.latest.jumps + again.latest.jumps,
    sorted: matcher.latest.disordered,
  };
}

function hitsOf(matcher: StreamMatcher, zones: readonly Zone[], fixesMin: number): BatchHit[] {
  const { pairs, gaps, latest } = matcher;
  const gapSeconds = gapSecondsBy(gaps, latest.people);
  const hits: BatchHit[] = [];
  for (let place = 0; place < pairs.count; place += 1) {
    const zone = zones[int32At(pairs.crime, place)];
    const person = int32At(pairs.person, place);
    const span = spanOf(latest, person);
    if (int32At(pairs.fixes, place) >= fixesMin && zone !== undefined && span !== null) {
      const from = Math.max(span.from, zone.from);
      const to = Math.min(span.to, zone.to);
      const covered = Math.max(0, to - from) - gapSeconds(person, from, to);
      const coverage = zone.to === zone.from ? 1 : covered / (zone.to - zone.from);
      hits.push({ ...foundAt(pairs, place), person, coverage });
    }
  }
  return hits;
}

function foundAt(pairs: FoundPairs, place: number) {
  const fixes = int32At(pairs.fixes, place);
  const [square, at] = fixes > 0 ? [pairs.fixSquare, pairs.fixAt] : [pairs.pathSquare, pairs.pathAt];
  return {
    crime: int32At(pairs.crime, place),
    answer: fixes > 0 ? "RECORDED" : "PASSED",
    distanceM: Math.sqrt(float64At(square, place)) / 100,
    at: float64At(at, place),
    fixes,
  } as const;
}
