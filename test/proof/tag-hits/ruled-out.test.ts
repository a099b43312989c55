import { expect, test } from "vitest";
import type { CrimePlace } from "#services/core/tag-hits/matching/crime-window.ts";
import type { Fix } from "#services/core/tag-hits/matching/fix.ts";
import { judge } from "#services/core/tag-hits/matching/judge.ts";
import { DEFAULT_PARAMETERS } from "#services/core/tag-hits/matching/parameters.ts";
import { seeded } from "./made-up-tag-day.ts";

const PEOPLE_PER_TEST = 20_000;
const SECONDS = 1_800;
/** As fast as the rule supposes that nobody exceeds; one in four goes no faster than in town. */
const TOP_CM_PER_S = 4_000;
const TOWN_CM_PER_S = 1_500;

/** Where somebody is, second by second: speeds up, slows down and turns, within what a car does. */
type Walker = { x: number; y: number; dx: number; dy: number; readonly top: number };

function step(walker: Walker, random: () => number): void {
  walker.dx += (random() - 0.5) * 800;
  walker.dy += (random() - 0.5) * 800;
  const speed = Math.sqrt(walker.dx ** 2 + walker.dy ** 2);
  const slower = speed > walker.top ? walker.top / speed : 1;
  walker.dx *= slower;
  walker.dy *= slower;
  walker.x += walker.dx;
  walker.y += walker.dy;
}

const path = { x: new Float64Array(SECONDS + 1), y: new Float64Array(SECONDS + 1) };

/** Walks a path and gives the fixes of it now and then, each out by anything up to twice the accuracy it states. */
function journey(random: () => number): readonly Fix[] {
  const walker = { x: 0, y: 0, dx: 0, dy: 0, top: random() < 0.25 ? TOWN_CM_PER_S : TOP_CM_PER_S };
  const every = [30, 60, 60, 120, 300][Math.floor(random() * 5)] ?? 60;
  const fixes: Fix[] = [];
  for (let at = 0; at <= SECONDS; at += 1) {
    step(walker, random);
    path.x[at] = walker.x;
    path.y[at] = walker.y;
    if (at % every === 0 && random() > 0.1) {
      const accuracyM = 3 + Math.floor(random() * 60);
      const [out, angle] = [2 * accuracyM * 100 * Math.sqrt(random()), 2 * Math.PI * random()];
      fixes.push({
        at,
        eastingCm: Math.trunc(walker.x + out * Math.cos(angle)),
        northingCm: Math.trunc(walker.y + out * Math.sin(angle)),
        accuracyM,
        mechanism: "GPS",
        activation: "EMS-1",
      });
    }
  }
  return fixes;
}

/** Half of the crimes happen where the path leads by, give or take; the others anywhere around. */
function crimeNear(random: () => number): CrimePlace {
  const from = 300 + Math.floor(random() * 900);
  const to = from + 1 + Math.floor(random() ** 2 * 400);
  const at = random() < 0.5 ? from + Math.floor(random() * (to - from)) : null;
  const spread = at === null ? 4_000_000 : 30_000;
  const off = () => (random() - 0.5) * spread;
  const [x, y] = at === null ? [0, 0] : [path.x[at] ?? 0, path.y[at] ?? 0];
  return { eastingCm: Math.round(x + off()), northingCm: Math.round(y + off()), uncertaintyM: 0, from, to };
}

function enters({ eastingCm, northingCm, from, to }: CrimePlace): boolean {
  for (let at = from; at <= to; at += 1) {
    if (((path.x[at] ?? 0) - eastingCm) ** 2 + ((path.y[at] ?? 0) - northingCm) ** 2 <= 10_000 ** 2) {
      return true;
    }
  }
  return false;
}

test.each([1, 2, 3, 4, 5])("nobody who was there is ruled out: twenty thousand dense paths, part %i", (seed) => {
  const random = seeded(seed);
  const seen = { there: 0, ruledOut: 0, wrongly: 0 };
  for (let person = 0; person < PEOPLE_PER_TEST; person += 1) {
    const fixes = journey(random);
    const crime = crimeNear(random);
    const wasThere = enters(crime);
    const { answer } = judge({ fixes, silences: [] }, crime, DEFAULT_PARAMETERS);
    seen.there += Number(wasThere);
    seen.ruledOut += Number(answer === "RULED OUT");
    seen.wrongly += Number(wasThere && answer === "RULED OUT");
  }
  expect(seen.wrongly).toBe(0);
  expect(seen.there).toBeGreaterThan(5_000);
  expect(seen.ruledOut).toBeGreaterThan(2_000);
});
