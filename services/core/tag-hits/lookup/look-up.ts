import { isDeepStrictEqual } from "node:util";
import type { DayStore } from "../day-store/day-store.ts";
import { daysBetween, fixesOf, isEnough, rowsAround } from "../day-store/read-person.ts";
import { roomForRows } from "../day-store/rows.ts";
import { blockBeyond, blockReaching, readBlocks, type SealedDay } from "../day-store/sealed-day.ts";
import type { StoredDay, StoreState } from "../day-store/store-state.ts";
import { uint32At } from "../grid/columns.ts";
import type { CrimePlace, Zone } from "../matching/crime-window.ts";
import { zoneOf } from "../matching/crime-window.ts";
import type { Silence, Track } from "../matching/fix.ts";
import { judge } from "../matching/judge.ts";
import type { Parameters } from "../matching/parameters.ts";
import { candidatesOf, type NearBlocks } from "./candidates.ts";
import { type Weighed, weighRows } from "./weigh-rows.ts";

/** One person whom a crime hits. */
export type Hit = {
  readonly person: string;
  readonly answer: "RECORDED" | "PASSED";
  readonly distanceM: number;
  /** Unix seconds; between two fixes it may fall between two seconds. */
  readonly at: number;
  readonly fixes: number;
  /** Share of the window that lies on legs. */
  readonly coverage: number;
};

/** Spans in which a person's tag told nothing, around a window; of most people there are none. */
export type SilencesOf = (person: string) => readonly Silence[];

/** Context that a fix off the window may give to one in it. */
const NEIGHBOUR_S = 6 * 3_600;

/**
 * The people whom a crime hits, in the order of their names: from the cells of the crime to the legs across them, the same
 * for crimes of today, late ones and corrected ones. Throws RangeError for a crime that `zoneOf` refuses, and for
 * parameters that join fixes otherwise than the store was opened with.
 */
export function lookUp(
  { state }: DayStore,
  crime: CrimePlace,
  parameters: Parameters,
  silencesOf: SilencesOf = () => [],
): readonly Hit[] {
  const { accuracyMaxM, legMaxS, jumpMps } = parameters;
  if (!isDeepStrictEqual({ ...state.rule }, { accuracyMaxM, legMaxS, jumpMps })) {
    throw new RangeError("the store joins fixes by other parameters; open it with these");
  }
  const place = zoneOf(crime, parameters);
  if (place.outcome === "refused") {
    throw new RangeError(`a crime that cannot be matched: ${place.reason}`);
  }
  const { zone } = place;
  const days = daysBetween(state, zone.from - NEIGHBOUR_S, zone.to + NEIGHBOUR_S);
  const hits: Hit[] = [];
  for (const person of peopleNear(state, days, zone, parameters)) {
    const name = state.people.names[person] ?? "";
    const silences = silencesOf(name);
    const rows = rowsAround(state, person, zone.from, zone.to, days);
    const hit =
      silences.length === 0
        ? hitOf(name, weighRows(rows, zone, parameters), zone)
        : judgedHit(name, { fixes: fixesOf(rows, state.activations.names), silences }, crime, parameters);
    if (hit !== null) {
      hits.push(hit);
    }
  }
  return hits.sort((a, b) => (a.person < b.person ? -1 : 1));
}

/** People by the store's number: near by the files, or with something that is in no file yet. */
function peopleNear(
  state: StoreState,
  days: readonly StoredDay[],
  zone: Zone,
  parameters: Parameters,
): ReadonlySet<number> {
  const near = new Set(days.flatMap(({ unsealed }) => [...unsealed.latest.keys()]));
  // A late fix may change what the sealed ones next to it mean.
  const isSealed = near.size === 0;
  for (const { sealed, people } of days) {
    const found = sealed === null ? [] : candidatesOf(sealed.day, zone, state.rule.legMaxS);
    for (const [number, blocks] of found) {
      if (sealed !== null && (!isSealed || mayHit(sealed.day, number, blocks, zone, parameters))) {
        near.add(uint32At(people, number));
      }
    }
  }
  return near;
}

const some = roomForRows(1_024);

/** False where the blocks near a zone, with their neighbours, show that nothing of them comes into it. */
function mayHit(day: SealedDay, person: number, near: NearBlocks, zone: Zone, parameters: Parameters): boolean {
  const [least, end] = [uint32At(day.firstBlock, person), uint32At(day.firstBlock, person + 1)];
  const inWindow = blockBeyond(day, person, zone.to) - blockReaching(day, person, zone.from);
  if (2 * (near.last - near.first + 3) > inWindow) {
    // Unpacking the whole window costs little more.
    return true;
  }
  if (near.first === least || near.last + 1 === end) {
    // What leads there, or tells a jump, may be in the day before or after.
    return true;
  }
  some.count = 0;
  readBlocks(day, near.first - 1, near.last + 2, some);
  const [from, to] = [uint32At(day.blockFrom, near.first), uint32At(day.blockTo, near.last)];
  if (!isEnough(some, from, to, parameters.accuracyMaxM)) {
    return true;
  }
  const { fixes, pathSquare } = weighRows(some, zone, parameters);
  return fixes > 0 || Number.isFinite(pathSquare);
}

function hitOf(person: string, weighed: Weighed, zone: Zone): Hit | null {
  const { fixes, fixSquare, fixAt, pathSquare, pathAt, coveredS } = weighed;
  const [square, at] = fixes > 0 ? [fixSquare, fixAt] : [pathSquare, pathAt];
  if (square === Number.POSITIVE_INFINITY) {
    return null;
  }
  return {
    person,
    answer: fixes > 0 ? "RECORDED" : "PASSED",
    distanceM: Math.sqrt(square) / 100,
    at,
    fixes,
    coverage: zone.to === zone.from ? 1 : coveredS / (zone.to - zone.from),
  };
}

/** Where the tag told nothing for a while, by the answer for one person. */
function judgedHit(person: string, track: Track, crime: CrimePlace, parameters: Parameters): Hit | null {
  const { answer, nearest, fixesInZone, coverage } = judge(track, crime, parameters);
  if ((answer !== "RECORDED" && answer !== "PASSED") || nearest === null) {
    return null;
  }
  const { distanceM, at } = nearest;
  return { person, answer, distanceM, at, fixes: fixesInZone.length, coverage: coverage.share };
}
