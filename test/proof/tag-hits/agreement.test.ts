import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DayStore, openDayStore } from "#services/core/tag-hits/day-store/day-store.ts";
import { lookUp } from "#services/core/tag-hits/lookup/look-up.ts";
import type { CrimePlace, Zone } from "#services/core/tag-hits/matching/crime-window.ts";
import type { Fix } from "#services/core/tag-hits/matching/fix.ts";
import { judge } from "#services/core/tag-hits/matching/judge.ts";
import { DEFAULT_PARAMETERS, type Parameters } from "#services/core/tag-hits/matching/parameters.ts";
import { matchPositions } from "#services/core/tag-hits/streaming/match-positions.ts";
import { chunksOf, zonesAt } from "./arrivals.ts";
import { madeUpTagDay } from "./made-up-tag-day.ts";
import { oracleHit, oraclePath } from "./oracle.ts";

const DAYS = Array.from({ length: 50 }, (_, at) => madeUpTagDay(at + 1));
const PATHS = DAYS.map(({ tracks }) => tracks.map(oraclePath));

const RULE = { accuracyMaxM: 100, legMaxS: 300, jumpMps: 70 };
const stores: DayStore[] = [];
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-agreement-"));
  for (const [at, { tracks }] of DAYS.entries()) {
    const store = await openDayStore({ folder: join(folder, String(at)), rule: RULE });
    await store.add(tracks.flatMap((fixes, person) => fixes.map((fix) => ({ ...fix, person: nameOf(person) }))));
    await store.seal();
    stores.push(store);
  }
});

afterAll(async () => {
  for (const store of stores) {
    await store[Symbol.asyncDispose]();
  }
  await rm(folder, { recursive: true });
});

/** In the order of their numbers. */
const nameOf = (person: number) => String(person).padStart(3, "0");

/** Crime and person of every hit, with the fixes in the zone, by brute force. */
function expectedHits(day: number, zones: readonly Zone[]) {
  return zones.flatMap((zone, crime) =>
    (PATHS[day] ?? []).flatMap((path, person) => {
      const { passes, fixes } = oracleHit(path, zone);
      return passes ? [{ crime, person, fixes, answer: fixes > 0 ? "RECORDED" : "PASSED" }] : [];
    }),
  );
}

/** The same by the answer for one person, with all that a hit of the batch says. */
function judgedHits(crimes: readonly CrimePlace[], tracks: readonly (readonly Fix[])[], parameters: Parameters) {
  return crimes.flatMap((place, crime) =>
    tracks.flatMap((fixes, person) => {
      const { answer, nearest, fixesInZone, coverage } = judge({ fixes, silences: [] }, place, parameters);
      return answer === "RECORDED" || answer === "PASSED"
        ? [
            {
              crime,
              person,
              answer,
              distanceM: expect.closeTo(nearest?.distanceM ?? -1, 6),
              at: expect.closeTo(nearest?.at ?? -1, 3),
              fixes: fixesInZone.length,
              coverage: expect.closeTo(coverage.share, 9),
            },
          ]
        : [];
    }),
  );
}

test.each([
  [25, 400],
  [50, 500],
  [100, 900],
  [200, 1_500],
])(
  "on fifty small days every pair agrees at %i m: brute force, streaming, lookup, one person",
  async (radiusM, atLeast) => {
    const parameters = { ...DEFAULT_PARAMETERS, radiusM };
    let hits = 0;
    for (const [at, { crimes, tracks }] of DAYS.entries()) {
      const zones = zonesAt(crimes, radiusM);
      const expected = expectedHits(at, zones);
      const read = () => chunksOf(tracks);
      const byLegs = await matchPositions(read, zones, { rule: "cpa", fixesMin: 0, parameters });
      expect(byLegs.hits).toMatchObject(expected);
      expect(byLegs.hits).toEqual(judgedHits(crimes, tracks, parameters));
      const lookedUp = crimes.flatMap((place, crime) =>
        lookUp(stores[at] ?? never(), place, parameters).map((hit) => ({ crime, ...hit, person: Number(hit.person) })),
      );
      expect(lookedUp).toEqual(judgedHits(crimes, tracks, parameters));
      for (const fixesMin of [1, 2]) {
        const byFixes = await matchPositions(read, zones, { rule: "points", fixesMin, parameters });
        expect(byFixes.hits).toMatchObject(expected.filter(({ fixes }) => fixes >= fixesMin));
        expect(byFixes.hits).toHaveLength(expected.filter(({ fixes }) => fixes >= fixesMin).length);
      }
      hits += expected.length;
    }
    expect(hits).toBeGreaterThan(atLeast);
  },
);

function never(): never {
  throw new Error("every day has a store");
}
