import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDayStore } from "#services/core/tag-hits/day-store/day-store.ts";
import { lookUp } from "#services/core/tag-hits/lookup/look-up.ts";
import type { CrimePlace } from "#services/core/tag-hits/matching/crime-window.ts";
import type { Fix } from "#services/core/tag-hits/matching/fix.ts";
import { judge } from "#services/core/tag-hits/matching/judge.ts";
import { DEFAULT_PARAMETERS } from "#services/core/tag-hits/matching/parameters.ts";
import { matchPositions } from "#services/core/tag-hits/streaming/match-positions.ts";
import { chunksOf, zonesAt } from "./arrivals.ts";
import { madeUpTagDay, seeded, type TagDay } from "./made-up-tag-day.ts";
import { oracleHit, oraclePath } from "./oracle.ts";

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const small = (seed: number) => madeUpTagDay(seed, 5, 8);
/** A window that is not an instant, which would be widened: what grows must have begun without a margin. */
const lasting = ({ crimes }: TagDay) => crimes.map((crime) => ({ ...crime, to: Math.max(crime.to, crime.from + 60) }));
const isHit = (answer: string) => answer === "RECORDED" || answer === "PASSED";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-invariants-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function streamed(tracks: TagDay["tracks"], crimes: readonly CrimePlace[], radiusM = 100) {
  const options = { rule: "cpa", fixesMin: 0, parameters: { ...DEFAULT_PARAMETERS, radiusM } } as const;
  return (await matchPositions(() => chunksOf(tracks), zonesAt(crimes, radiusM), options)).hits;
}

const pairs = (hits: Awaited<ReturnType<typeof streamed>>) => hits.map(({ crime, person }) => `${crime}/${person}`);

test("a larger radius, an earlier beginning and a later end lose no hit", async () => {
  await fc.assert(
    fc.asyncProperty(seeds, fc.nat(300), fc.nat(3_600), fc.nat(3_600), async (seed, metres, earlier, later) => {
      const day = small(seed);
      const crimes = lasting(day);
      const before = pairs(await streamed(day.tracks, crimes));
      const grown = crimes.map((crime) => ({ ...crime, from: crime.from - earlier, to: crime.to + later }));
      expect(pairs(await streamed(day.tracks, grown, 100 + metres))).toEqual(expect.arrayContaining(before));
    }),
    { numRuns: 60 },
  );
});

test("whoever is hit by points is hit by legs, and nobody who is hit is ruled out", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { tracks, crimes } = small(seed);
      for (const [at, zone] of zonesAt(crimes, 100).entries()) {
        for (const fixes of tracks) {
          const { answer, fixesInZone } = judge({ fixes, silences: [] }, crimes[at] ?? never(), DEFAULT_PARAMETERS);
          const { passes } = oracleHit(oraclePath(fixes), zone);
          expect(isHit(answer)).toBe(passes);
          expect(fixesInZone.length === 0 || answer === "RECORDED").toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("a fix in the middle of a leg changes no distance and no hit", () => {
  const even = fc.integer({ min: -40_000, max: 40_000 }).map((half) => 2 * half);
  const half = fc.integer({ min: 30, max: 150 });
  fc.assert(
    fc.property(even, even, even, even, half, fc.nat(200), fc.nat(200), (x1, y1, x2, y2, s, from, length) => {
      const fix = (at: number, eastingCm: number, northingCm: number): Fix => ({
        at,
        eastingCm,
        northingCm,
        accuracyM: 10,
        mechanism: "GPS",
        activation: "EMS-1",
      });
      const ends = [fix(0, x1, y1), fix(2 * s, x2, y2)];
      const crime = { eastingCm: 0, northingCm: 0, uncertaintyM: 0, from, to: from + 1 + length };
      const ask = (fixes: readonly Fix[]) => judge({ fixes, silences: [] }, crime, DEFAULT_PARAMETERS);
      const [one, other] = [ask(ends), ask([...ends, fix(s, (x1 + x2) / 2, (y1 + y2) / 2)])];
      fc.pre(other.leftOut.jumps.length === 0);
      expect(isHit(other.answer)).toBe(isHit(one.answer));
      expect(other.coverage.share).toBeCloseTo(one.coverage.share, 9);
      if (one.nearestOnPath?.isInWindow) {
        expect(other.nearestOnPath?.distanceM).toBeCloseTo(one.nearestOnPath.distanceM, 6);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("another place, another order of arrival and other chunks change nothing", async () => {
  await fc.assert(
    fc.asyncProperty(seeds, fc.nat(30_000_000), fc.nat(70_000_000), async (seed, east, north) => {
      const { tracks, crimes } = small(seed);
      const moved = <P extends { eastingCm: number; northingCm: number }>(place: P): P => ({
        ...place,
        eastingCm: place.eastingCm - east,
        northingCm: place.northingCm + north,
      });
      const random = seeded(seed);
      const shuffled = tracks.map((fixes) => fixes.map((fix) => [random(), moved(fix)] as const));
      const inAnyOrder = shuffled.map((fixes) => fixes.toSorted(([a], [b]) => a - b).map(([, fix]) => fix));
      const expected = (await streamed(tracks, crimes)).map((hit) => ({
        ...hit,
        distanceM: expect.closeTo(hit.distanceM, 6),
        at: expect.closeTo(hit.at, 3),
      }));
      expect(await streamed(inAnyOrder, crimes.map(moved))).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test("wherever midnight falls, the day store finds the same", async () => {
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(seeds, fc.integer({ min: -5_000, max: 5_000 }), async (seed, seconds) => {
      const { tracks, crimes } = small(seed);
      const later = tracks.map((fixes) => fixes.map((fix) => ({ ...fix, at: fix.at + seconds })));
      const place = join(folder, String(opened));
      opened += 1;
      const store = await openDayStore({ folder: place, rule: { accuracyMaxM: 100, legMaxS: 300, jumpMps: 70 } });
      await store.add(later.flatMap((fixes, person) => fixes.map((fix) => ({ ...fix, person: String(person) }))));
      await store.seal();
      const found = crimes.flatMap((crime, at) =>
        lookUp(store, { ...crime, from: crime.from + seconds, to: crime.to + seconds }, DEFAULT_PARAMETERS).map(
          ({ person, answer, fixes, distanceM }) => ({ crime: at, person: Number(person), answer, fixes, distanceM }),
        ),
      );
      await store[Symbol.asyncDispose]();
      expect(found).toEqual(
        (await streamed(tracks, crimes)).map(({ at: _, coverage: __, distanceM, ...hit }) => ({
          ...hit,
          distanceM: expect.closeTo(distanceM, 6),
        })),
      );
    }),
    { numRuns: 40 },
  );
});

function never(): never {
  throw new Error("every zone has its crime");
}
