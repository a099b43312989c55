import {
  AckPolicy,
  type ConsumerConfig,
  DiscardPolicy,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import type { NatsConnection } from "../../platform/bus/bus.ts";

export const FEED_STREAM = "FEED";
export const CORE_CONSUMER = "core";

const DUPLICATE_WINDOW_MS = 120_000;
const MESSAGE_BYTES_MAX = 1_048_576;
/** What may wait while the core is away; after that publishers are refused, and nothing is dropped. */
const STREAM_BYTES_MAX = 1_073_741_824;
/** How long a message whose reader died waits for another; a living reader asks for more time. */
export const ACK_WAIT_MS = 5_000;
const ACKS_PENDING_MAX = 256;

/** Work-queue retention, so that what the core has committed or dropped does not linger on the bus (interfaces 4). */
const STREAM = {
  name: FEED_STREAM,
  subjects: ["feed.>"],
  retention: RetentionPolicy.Workqueue,
  storage: StorageType.File,
  discard: DiscardPolicy.New,
  duplicate_window: nanos(DUPLICATE_WINDOW_MS),
  max_msg_size: MESSAGE_BYTES_MAX,
  max_bytes: STREAM_BYTES_MAX,
} satisfies Partial<StreamConfig>;

/** Redelivery is not bounded here: what cannot be taken in is set aside by the core, which knows why. */
const CONSUMER = {
  durable_name: CORE_CONSUMER,
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(ACK_WAIT_MS),
  max_ack_pending: ACKS_PENDING_MAX,
} satisfies Partial<ConsumerConfig>;

/** Makes the stream and the core's place in it where they are missing; brings an older stream up to date. */
export async function ensureFeedStream(bus: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(bus);
  const there = await isThere(() => manager.streams.info(FEED_STREAM));
  await (there ? manager.streams.update(FEED_STREAM, STREAM) : manager.streams.add(STREAM));
  if (!(await isThere(() => manager.consumers.info(FEED_STREAM, CORE_CONSUMER)))) {
    await manager.consumers.add(FEED_STREAM, CONSUMER);
  }
}

const NOT_FOUND = 404;

async function isThere(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look();
    return true;
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === NOT_FOUND) {
      return false;
    }
    throw error;
  }
}
