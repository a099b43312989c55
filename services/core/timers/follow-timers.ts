import type { Sql } from "../../platform/database/database.ts";
import type { Clock } from "../../platform/environment/clock.ts";
import type { Logger } from "../../platform/log/logger.ts";
import { londonDay } from "../record/apply/london-day.ts";
import { pause } from "../stream/follow-feed.ts";
import { faultCode } from "../stream/transient-faults.ts";
import { fireDueTimers } from "./fire-due-timers.ts";

/** The clock may be a test's, so it is asked often and the round itself is rare. */
const LOOK_EVERY_MS = 1_000;
/** A record that comes to say something about the past is due at once, not at the next midnight. */
const ROUND_EVERY_MS = 3_600_000;

type FollowDeps = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onCommitted: () => void;
};

/** Tells what fell due while nobody looked, then again at every London midnight and every hour; resolves after the first. */
export async function followTimers(deps: FollowDeps): Promise<AsyncDisposable> {
  const { clock } = deps;
  let last = clock.now();
  await round(deps, last);
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      await pause(LOOK_EVERY_MS, stop.signal);
      const now = clock.now();
      if (!stop.signal.aborted && isTime(last, now) && (await tryRound(deps, now))) {
        last = now;
      }
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

/** Of a clock that was put back, too: another day is another round. */
function isTime(last: Date, now: Date): boolean {
  const isOtherDay = londonDay(last.toISOString()) !== londonDay(now.toISOString());
  return isOtherDay || Math.abs(now.getTime() - last.getTime()) >= ROUND_EVERY_MS;
}

async function round(deps: FollowDeps, now: Date): Promise<void> {
  if ((await fireDueTimers(deps.sql, now)) > 0) {
    deps.onCommitted();
  }
}

async function tryRound(deps: FollowDeps, now: Date): Promise<boolean> {
  try {
    await round(deps, now);
    return true;
  } catch (error) {
    deps.log.warn({ code: faultCode(error) }, "what is due was not told");
    return false;
  }
}
