import type { NatsConnection } from "../../platform/bus/bus.ts";
import type { Sql } from "../../platform/database/database.ts";
import type { Logger } from "../../platform/log/logger.ts";
import { pause } from "../stream/follow-feed.ts";
import { faultCode } from "../stream/transient-faults.ts";

export type OutboxPublisher = AsyncDisposable & {
  /** Something was committed: publish it now and not at the next look. */
  readonly wake: () => void;
};

const BATCH_MAX = 100;
const POLL_MS = 5_000;
const RETRY_MS = 500;
const FLUSH_TIMEOUT_MS = 5_000;

/**
 * Publishes committed pointers in order, at least once. They are hints: readers that miss one find the change in
 * the change feed.
 */
export function publishOutbox(sql: Sql, bus: NatsConnection, log: Logger): OutboxPublisher {
  const stop = new AbortController();
  let woken = new AbortController();
  const wake = (): void => woken.abort();
  stop.signal.addEventListener("abort", wake);

  const running = (async () => {
    while (!stop.signal.aborted) {
      const waker = new AbortController();
      woken = waker;
      const published = await publishBatch(sql, bus, log, stop.signal);
      if (published < BATCH_MAX) {
        await pause(POLL_MS, waker.signal);
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

/**
 * Reads, publishes and deletes without a transaction around it: one that stayed open while the bus is away would keep
 * readers of the change feed from everything committed after it. Two cores may tell the same twice.
 */
async function publishBatch(sql: Sql, bus: NatsConnection, log: Logger, stop: AbortSignal): Promise<number> {
  try {
    const rows = await sql<{ outbox_id: string; subject: string; body: unknown }[]>`
      select outbox_id, subject, body from core.outbox order by outbox_id limit ${BATCH_MAX}`;
    if (rows.length === 0) {
      return 0;
    }
    for (const { subject, body } of rows) {
      bus.publish(subject, JSON.stringify(body));
    }
    await flushed(bus, stop);
    await sql`delete from core.outbox where outbox_id = any(${rows.map(({ outbox_id }) => outbox_id)}::bigint[])`;
    return rows.length;
  } catch (error) {
    if (!stop.aborted) {
      log.warn({ code: faultCode(error) }, "pointers were not published");
      await pause(RETRY_MS, stop);
    }
    return 0;
  }
}

/** Resolves once the bus has what was published. */
async function flushed(bus: NatsConnection, stop: AbortSignal): Promise<void> {
  const waited = new AbortController();
  const overdue = pause(FLUSH_TIMEOUT_MS, AbortSignal.any([stop, waited.signal])).then(() => {
    if (!waited.signal.aborted) {
      throw new Error("the bus did not take the pointers in time");
    }
  });
  try {
    await Promise.race([bus.flush(), overdue]);
  } finally {
    waited.abort();
    overdue.catch(() => undefined);
  }
}
