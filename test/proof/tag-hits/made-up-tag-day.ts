import type { CrimePlace } from "#services/core/tag-hits/matching/crime-window.ts";
import type { Fix } from "#services/core/tag-hits/matching/fix.ts";

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const more = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((more ^ (more >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type TagDay = {
  /** By person, in order of arrival, which is not always that of time. */
  readonly tracks: readonly (readonly Fix[])[];
  readonly crimes: readonly CrimePlace[];
};

/** A minute before this is another day. */
const MIDNIGHT = Date.parse("2026-11-20T00:00:00Z") / 1000;

/** A corner of a town, small enough that people and crimes meet, with everything that goes wrong with tags. */
const TOWN = { eastingCm: 44_200_000, northingCm: 11_230_000, sideM: 1_500 };

/** A day around midnight of a few people in a small town and of some crimes there, the same for the same seed. */
export function madeUpTagDay(seed: number, people = 12, crimes = 20): TagDay {
  const random = seeded(seed);
  return {
    tracks: Array.from({ length: people }, (_, person) => madeUpTrack(random, `EMS-${person}`)),
    crimes: Array.from({ length: crimes }, () => madeUpCrime(random)),
  };
}

function madeUpCrime(random: () => number): CrimePlace {
  const from = MIDNIGHT - 5_400 + Math.floor(random() * 9_000);
  const length = random() < 0.2 ? 0 : Math.floor(random() ** 3 * 6_000);
  return {
    ...placeInTown(random),
    uncertaintyM: random() < 0.5 ? 0 : Math.floor(random() * 50),
    from,
    to: from + length,
  };
}

function placeInTown(random: () => number) {
  const off = () => Math.round((random() - 0.5) * TOWN.sideM * 100);
  return { eastingCm: TOWN.eastingCm + off(), northingCm: TOWN.northingCm + off() };
}

function madeUpTrack(random: () => number, activation: string): readonly Fix[] {
  const fixes: Fix[] = [];
  let at = MIDNIGHT - 6_000 + Math.floor(random() * 600);
  let goal = placeInTown(random);
  let here = goal;
  while (at < MIDNIGHT + 6_000) {
    fixes.push(
      ...sightings(random, { at, ...here, accuracyM: 5 + Math.floor(random() * 40), mechanism: "GPS", activation }),
    );
    const seconds =
      random() < 0.05 ? 300 + Math.floor(random() * 900) : ([30, 60, 60, 60, 300][Math.floor(random() * 5)] ?? 60);
    at += seconds;
    goal = random() < 0.2 ? placeInTown(random) : goal;
    here = towards(here, goal, (random() < 0.5 ? 150 : 1_500) * seconds, random);
  }
  return random() < 0.5 ? fixes : shuffledALittle(fixes, random);
}

/** The fix, and what devices do now and then: send it twice, contradict themselves, jump, or tell too little. */
function sightings(random: () => number, fix: Fix): readonly Fix[] {
  const chance = random();
  if (chance < 0.03) {
    return [fix, fix];
  }
  if (chance < 0.06) {
    return [fix, { ...fix, ...placeInTown(random), accuracyM: 5 + Math.floor(random() * 40) }];
  }
  if (chance < 0.09) {
    return [{ ...fix, eastingCm: fix.eastingCm + 3_000_000 }];
  }
  return chance < 0.13 ? [{ ...fix, accuracyM: 101 + Math.floor(random() * 100) }] : [fix];
}

function towards(here: { eastingCm: number; northingCm: number }, goal: typeof here, cm: number, random: () => number) {
  const [dx, dy] = [goal.eastingCm - here.eastingCm, goal.northingCm - here.northingCm];
  const way = Math.sqrt(dx * dx + dy * dy);
  const share = way === 0 ? 0 : Math.min(1, cm / way);
  const noise = () => Math.round((random() - 0.5) * 1_500);
  return {
    eastingCm: Math.round(here.eastingCm + dx * share) + noise(),
    northingCm: Math.round(here.northingCm + dy * share) + noise(),
  };
}

function shuffledALittle(fixes: readonly Fix[], random: () => number): readonly Fix[] {
  return fixes
    .map((fix, at) => ({ fix, place: at + (random() < 0.1 ? Math.floor(random() * 6) : 0) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ fix }) => fix);
}
