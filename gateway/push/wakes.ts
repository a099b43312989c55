import type { NatsConnection } from "@nats-io/transport-node";
import type { Sql } from "#services/platform/database/database.ts";

/** Says that something may have changed. A hint only: whoever waits also looks for itself after a while. */
export type Wakes = {
  /** Rises with every hint; take it before looking, and hand it to `after`, so that none is missed in between. */
  readonly count: () => number;
  /** Resolves once there was a hint since `count` was taken, the time is up, or the signal aborts. */
  readonly after: (count: number, timeoutMs: number, signal?: AbortSignal) => Promise<void>;
};

export type WakeSource = Wakes & { readonly wake: () => void };

export function createWakes(): WakeSource {
  let count = 0;
  const waiting = new Set<() => void>();
  return {
    count: () => count,
    wake: () => {
      count += 1;
      for (const resume of [...waiting]) {
        resume();
      }
    },
    after: (seen, timeoutMs, signal) =>
      new Promise((resolve) => {
        if (count !== seen || signal?.aborted === true) {
          resolve();
          return;
        }
        const resume = () => {
          waiting.delete(resume);
          clearTimeout(timer);
          signal?.removeEventListener("abort", resume);
          resolve();
        };
        const timer = setTimeout(resume, timeoutMs);
        waiting.add(resume);
        signal?.addEventListener("abort", resume, { once: true });
      }),
  };
}

/** Hints from PostgreSQL and from the bus: either alone is enough (design/push section 2). */
export async function listenForChanges(sql: Sql, bus: NatsConnection): Promise<WakeSource & AsyncDisposable> {
  const wakes = createWakes();
  // The third argument runs again after every reconnect, when notices may have been missed.
  const listening = await sql.listen("hub_change", wakes.wake, wakes.wake);
  const pointers = bus.subscribe("hub.record.changed", { callback: wakes.wake });
  return {
    ...wakes,
    [Symbol.asyncDispose]: async () => {
      pointers.unsubscribe();
      await listening.unlisten();
    },
  };
}
