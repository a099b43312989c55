import { expect, test } from "vitest";
import { createLogger } from "#services/platform/log/logger.ts";
import { createClockGuard, guardClock } from "./clock-guard.ts";

const log = createLogger({ part: "test", level: "silent" });
const START_MS = Date.parse("2026-11-22T09:15:00Z");

/** A guard whose two clocks the test moves by itself. */
function watched() {
  let wallMs = START_MS;
  let runningMs = 0;
  const guard = createClockGuard({ clock: { now: () => new Date(wallMs) }, monotonicMs: () => runningMs, log });
  const trusted = () => {
    try {
      guard.check();
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: "clock-unreliable" });
      return false;
    }
  };
  return {
    trusted,
    pass: (seconds: number) => {
      wallMs += seconds * 1000;
      runningMs += seconds * 1000;
      return trusted();
    },
    step: (seconds: number) => {
      wallMs += seconds * 1000;
      return trusted();
    },
  };
}

test("time that passes on both clocks is trusted", () => {
  const { pass } = watched();
  expect([pass(1), pass(3600), pass(86_400)]).toEqual([true, true, true]);
});

test("a drift within the skew that calls are allowed is trusted", () => {
  const { step } = watched();
  expect([step(29), step(-29)]).toEqual([true, true]);
});

test("after a step forward, calls are refused until the nonces of before have aged", () => {
  const { step, pass } = watched();
  expect([step(300), pass(179), pass(2)]).toEqual([false, false, true]);
});

test("TIME-11: after a step back, calls are refused until the clock has passed every time it had shown", () => {
  const { step, pass } = watched();
  expect(pass(60)).toBe(true);
  expect([step(-300), pass(181), pass(120), pass(90)]).toEqual([false, false, false, true]);
});

test("a step forward that is taken back distrusts the time in between as well", () => {
  const { step, pass } = watched();
  expect([step(3600), step(-3600), pass(200), pass(3400), pass(100)]).toEqual([false, false, false, false, true]);
});

test("a clock that a test sets is what the test says it is", () => {
  let now = new Date(0);
  const guard = guardClock({ now: () => now }, log);
  guard.check();
  now = new Date(START_MS);
  expect(() => guard.check()).not.toThrow();
});
