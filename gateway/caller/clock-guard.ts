import { HubError } from "#schemas/problems.ts";
import { type Clock, systemClock } from "#services/platform/environment/clock.ts";
import type { Logger } from "#services/platform/log/logger.ts";

/** Throws HubError clock-unreliable while the wall clock cannot be trusted to tell fresh calls from old ones. */
export type ClockGuard = { readonly check: () => void };

export type ClockGuardOptions = {
  readonly clock: Clock;
  readonly monotonicMs: () => number;
  readonly log: Logger;
};

const SKEW_MAX_MS = 30_000;
/** As long as nonces are kept: what was signed before the step cannot be replayed after it. */
const DISTRUST_MS = 180_000;
const WINDOW_MS = 90_000;

/**
 * Watches the wall clock against one that only runs forward. After a step, calls are refused until the nonces of before have
 * aged, and, after a step back, until the wall clock has passed every time it has already shown.
 */
export function createClockGuard({ clock, monotonicMs, log }: ClockGuardOptions): ClockGuard {
  let offset = clock.now().getTime() - monotonicMs();
  let highestMs = clock.now().getTime();
  let distrust: { readonly sinceMs: number; readonly untilWallMs: number } | null = null;
  return {
    check: () => {
      const wallMs = clock.now().getTime();
      const runningMs = monotonicMs();
      const driftMs = wallMs - runningMs - offset;
      if (Math.abs(driftMs) > SKEW_MAX_MS) {
        log.error({ driftMs }, "the wall clock was stepped: signed calls are refused until it can be trusted again");
        distrust = { sinceMs: runningMs, untilWallMs: highestMs + WINDOW_MS };
        offset = wallMs - runningMs;
      }
      highestMs = Math.max(highestMs, wallMs);
      if (distrust !== null && (runningMs - distrust.sinceMs < DISTRUST_MS || wallMs < distrust.untilWallMs)) {
        throw new HubError("clock-unreliable", "the wall clock was stepped");
      }
      distrust = null;
    },
  };
}

/** A guard for the machine's own clock; a clock that a test sets by hand is what the test says it is. */
export function guardClock(clock: Clock, log: Logger): ClockGuard {
  return clock === systemClock
    ? createClockGuard({ clock, monotonicMs: () => performance.now(), log })
    : { check: () => undefined };
}
