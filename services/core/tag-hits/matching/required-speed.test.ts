import { describe, expect, test } from "vitest";
import type { Zone } from "./crime-window.ts";
import { requiredSpeed } from "./required-speed.ts";

const ZONE: Zone = { eastingCm: 0, northingCm: 0, radiusCm: 10_000, from: 0, to: 600 };
const NONE = { accuracy1Cm: 0, accuracy2Cm: 0 };
const pair = (t1: number, x1: number, t2: number, x2: number) => ({ t1, x1, y1: 0, t2, x2, y2: 0 });

describe("the least top speed", () => {
  test.each<readonly [string, ReturnType<typeof pair>, Partial<Zone>, number, number]>([
    ["within the window is both ways over the time between", pair(100, 70_000, 160, 40_000), {}, 15, 140],
    ["on a leg into the window, the way before it counts too", pair(-300, 40_000, 60, 40_000), {}, 5, 0],
    ["on a leg out of it, likewise", pair(540, 40_000, 900, 40_000), {}, 5, 600],
    ["of somebody in the zone already is none", pair(100, 5_000, 160, 9_000), {}, 0, 100],
    ["is the way back alone where the first is in the zone", pair(100, 0, 160, 16_000), {}, 1, 100],
    ["with a window that is over when the leg begins in the zone", pair(600, 0, 660, 16_000), {}, 1, 600],
    ["is infinite where the window is the moment of a fix elsewhere", pair(600, 20_000, 660, 0), {}, Infinity, 600],
  ])("%s", (_name, leg, zone, mps, at) => {
    expect(requiredSpeed(leg, NONE, { ...ZONE, ...zone })).toEqual({ mps, at });
  });

  test("is none at all where they share no moment", () => {
    expect(requiredSpeed(pair(601, 0, 660, 0), NONE, ZONE)).toBeNull();
    expect(requiredSpeed(pair(-60, 0, -1, 0), NONE, ZONE)).toBeNull();
  });

  test("takes what both ends may be out by off the way", () => {
    const ends = { accuracy1Cm: 12_000, accuracy2Cm: 3_000 };
    expect(requiredSpeed(pair(100, 70_000, 160, 40_000), ends, ZONE)?.mps).toBeCloseTo((480 + 270) / 60, 9);
  });
});

/** The least of what every moment and every place in the zone would take, tried one by one. */
function byForce(leg: ReturnType<typeof pair> & { y1: number; y2: number }, zone: Zone, accuracyCm: number): number {
  const [from, to] = [Math.max(leg.t1, zone.from), Math.min(leg.t2, zone.to)];
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= 60; step += 1) {
    const at = from + ((to - from) * step) / 60;
    for (let place = 0; place < 48; place += 1) {
      const angle = (2 * Math.PI * place) / 48;
      const [x, y] = [zone.radiusCm * Math.cos(angle), zone.radiusCm * Math.sin(angle)];
      const need = (x1: number, y1: number, time: number) => {
        const way = Math.max(0, Math.hypot(x1 - x, y1 - y) - accuracyCm);
        return way === 0 ? 0 : way / time / 100;
      };
      least = Math.min(least, Math.max(need(leg.x1, leg.y1, at - leg.t1), need(leg.x2, leg.y2, leg.t2 - at)));
    }
  }
  return least;
}

test("3,500 legs and gaps: never above the least speed that reaches the zone, and not far below it", () => {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  let close = 0;
  for (let n = 0; n < 3_500; n += 1) {
    const t1 = Math.floor(random() * 1_800) - 900;
    const [t2, spread] = [t1 + 1 + Math.floor(random() ** 2 * 3_600), 10 ** (4 + 2 * random())];
    const off = () => Math.round((random() - 0.5) * 2 * spread);
    const leg = { t1, x1: off(), y1: off(), t2, x2: off(), y2: off() };
    const accuracyCm = Math.round(random() * 10_000);
    const required = requiredSpeed(leg, { accuracy1Cm: accuracyCm, accuracy2Cm: accuracyCm }, ZONE);
    if (required === null) {
      expect(t2 < ZONE.from || t1 > ZONE.to).toBe(true);
    } else if (Number.isFinite(required.mps)) {
      const possible = byForce(leg, ZONE, accuracyCm);
      expect(required.mps).toBeLessThanOrEqual(possible + 1e-9);
      close += Number(possible <= required.mps * 1.25 + 0.5);
    }
  }
  expect(close).toBeGreaterThan(1_500);
});
