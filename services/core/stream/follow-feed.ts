import { type ConsumerMessages, type JsMsg, jetstream } from "@nats-io/jetstream";
import type { NatsConnection } from "../../platform/bus/bus.ts";
import type { Logger } from "../../platform/log/logger.ts";
import { ACK_WAIT_MS, CORE_CONSUMER, ensureFeedStream, FEED_STREAM } from "./feed-stream.ts";
import { faultCode } from "./transient-faults.ts";

/** Resolves once what the message means is committed; rejects only when the follower is being stopped. */
export type HandleMessage = (message: JsMsg, stop: AbortSignal) => Promise<void>;

const PREFETCH_MAX = 20;
const RETRY_MS = 500;

/**
 * Reads the feed one message after the other, for as long as it takes the stream to be there: when all of the
 * bus's data is lost the stream is made again, and publishers replay from what the core has committed.
 */
export async function followFeed(bus: NatsConnection, handle: HandleMessage, log: Logger): Promise<AsyncDisposable> {
  await ensureFeedStream(bus);
  const stop = new AbortController();
  const running = follow(bus, handle, log, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

async function follow(bus: NatsConnection, handle: HandleMessage, log: Logger, stop: AbortSignal): Promise<void> {
  while (!stop.aborted && !bus.isClosed()) {
    try {
      await ensureFeedStream(bus);
      await readMessages(bus, handle, stop);
    } catch (error) {
      if (!stop.aborted) {
        log.warn({ code: faultCode(error) }, "the feed stream was interrupted");
      }
    }
    await pause(RETRY_MS, stop);
  }
}

async function readMessages(bus: NatsConnection, handle: HandleMessage, stop: AbortSignal): Promise<void> {
  const consumer = await jetstream(bus).consumers.get(FEED_STREAM, CORE_CONSUMER);
  const messages = await consumer.consume({ max_messages: PREFETCH_MAX, abort_on_missing_resource: true });
  const close = (): void => closeQuietly(messages);
  stop.addEventListener("abort", close, { once: true });
  // One that was aborted meanwhile tells nobody any more.
  if (stop.aborted) {
    close();
  }
  try {
    for await (const message of messages) {
      if (stop.aborted) {
        return;
      }
      await handleWhileAlive(message, handle, stop);
    }
  } finally {
    stop.removeEventListener("abort", close);
    close();
  }
}

/** Tells the bus that the message is being worked on, so that a slow database does not bring it twice. */
async function handleWhileAlive(message: JsMsg, handle: HandleMessage, stop: AbortSignal): Promise<void> {
  const alive = setInterval(() => message.working(), ACK_WAIT_MS / 3);
  try {
    await handle(message, stop);
    message.ack();
  } finally {
    clearInterval(alive);
  }
}

function closeQuietly(messages: ConsumerMessages): void {
  messages.close().catch(() => undefined);
}

/** Waits, or less when it is time to stop. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stop.addEventListener("abort", done);
  });
}
