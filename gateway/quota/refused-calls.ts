import { appendEntry } from "#services/ledger/append-entry.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import { type CallCount, WINDOW_MS } from "./quotas.ts";

export type RefusedCalls = AsyncDisposable & {
  readonly add: (count: CallCount) => void;
  /** Logs what was refused in the windows that have ended. */
  readonly logEnded: () => Promise<void>;
};

type Dependencies = { readonly sql: Sql; readonly clock: Clock; readonly log: Logger };
type Refused = { readonly count: CallCount; calls: number };

const LOG_EVERY_MS = 5_000;

/**
 * Logs calls beyond a quota in aggregate, one entry for each agency, class and minute of this node: an entry for each call
 * would let a caller who is refused fill the log. A node that is killed loses the count of its last minute.
 */
export function openRefusedCalls({ sql, clock, log }: Dependencies): RefusedCalls {
  const refused = new Map<string, Refused>();

  const logThose = async (isDue: (one: Refused) => boolean): Promise<void> => {
    for (const [name, one] of [...refused].filter(([, candidate]) => isDue(candidate))) {
      refused.delete(name);
      try {
        await logRefused(sql, one, clock.now());
      } catch (error) {
        refused.set(name, { ...one, calls: one.calls + (refused.get(name)?.calls ?? 0) });
        log.error({ fault: describeFault(error) }, "calls beyond a quota could not be logged and will be again");
        return;
      }
    }
  };
  const logEnded = () => logThose(({ count }) => endOf(count).getTime() <= clock.now().getTime());
  const timer = setInterval(() => void logEnded(), LOG_EVERY_MS).unref();

  return {
    add: (count) => {
      const { agencyId, callClass, windowStart } = count;
      const name = `${agencyId} ${callClass} ${windowStart.getTime()}`;
      const known = refused.get(name);
      if (known === undefined) {
        log.warn({ agencyId, callClass, limit: count.limit }, "an agency has used up its quota of calls");
      }
      refused.set(name, { count, calls: (known?.calls ?? 0) + 1 });
    },
    logEnded,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await logThose(() => true);
    },
  };
}

function endOf({ windowStart }: CallCount): Date {
  return new Date(windowStart.getTime() + WINDOW_MS);
}

async function logRefused(sql: Sql, { count, calls }: Refused, now: Date): Promise<void> {
  const { agencyId, callClass, limit, windowStart } = count;
  await sql.begin((tx) =>
    appendEntry(tx, {
      kind: "access.refused",
      time: now,
      agency: agencyId,
      recipients: [],
      resource: "quota",
      personId: null,
      fields: [],
      decisionRef: "quota-exceeded",
      detail: { callClass, limit, refused: calls, from: windowStart.toISOString(), to: endOf(count).toISOString() },
    }),
  );
}
