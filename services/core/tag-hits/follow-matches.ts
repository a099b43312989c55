import type { Sql } from "../../platform/database/database.ts";
import type { Clock } from "../../platform/environment/clock.ts";
import type { Logger } from "../../platform/log/logger.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { pause } from "../stream/follow-feed.ts";
import { faultCode } from "../stream/transient-faults.ts";
import { compareCrime } from "./compare-crime.ts";
import { takeWork } from "./match-work.ts";

export type MatchFollower = AsyncDisposable & {
  /** Something was committed that may have to be compared. */
  readonly wake: () => void;
};

type FollowerDeps = {
  readonly sql: Sql;
  readonly rules: IntakeRules;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onCommitted: () => void;
};

const POLL_MS = 5_000;
const RETRY_MS = 500;
/** A crime on which matching fails for a reason of its own is put out of the way of the others after this many. */
const TRIES_MAX = 5;

/** Compares what waits, one crime after the other, each in a transaction of its own. Several cores share the work. */
export function followMatches(deps: FollowerDeps): MatchFollower {
  const stop = new AbortController();
  let woken = new AbortController();
  stop.signal.addEventListener("abort", () => woken.abort());
  const running = (async () => {
    while (!stop.signal.aborted) {
      const waker = new AbortController();
      woken = waker;
      if (!(await compareNext(deps, stop.signal))) {
        await pause(POLL_MS, AbortSignal.any([waker.signal, stop.signal]));
      }
    }
  })();
  return {
    wake: () => woken.abort(),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

/** True when something was compared, or failed and may be tried again. */
async function compareNext({ sql, rules, clock, log, onCommitted }: FollowerDeps, stop: AbortSignal): Promise<boolean> {
  let workId: string | null = null;
  try {
    const isDone = await sql.begin(async (tx) => {
      const work = await takeWork(tx, TRIES_MAX);
      if (work === null) {
        return false;
      }
      workId = work.workId;
      await compareCrime(tx, work, rules, clock.now());
      return true;
    });
    if (isDone) {
      onCommitted();
    }
    return isDone;
  } catch (error) {
    if (!stop.aborted) {
      log.error({ workId, code: faultCode(error) }, "a crime was not compared");
      await countTry(sql, workId, log);
      await pause(RETRY_MS, stop);
    }
    return true;
  }
}

async function countTry(sql: Sql, workId: string | null, log: Logger): Promise<void> {
  if (workId === null) {
    return;
  }
  try {
    await sql`update core.match_work set tries = tries + 1 where work_id = ${workId}`;
  } catch (error) {
    log.warn({ code: faultCode(error) }, "a failed comparison was not counted");
  }
}
