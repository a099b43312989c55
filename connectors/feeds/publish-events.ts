import { setTimeout as delay } from "node:timers/promises";
import { jetstream, type PubAck } from "@nats-io/jetstream";
import { headers } from "@nats-io/transport-node";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import type { FeedLog } from "./feed-log.ts";

/** Events on their way that the bus has not acknowledged. */
const WINDOW = 64;
const ATTEMPTS_MAX = 40;
const ATTEMPT_TIMEOUT_MS = 5_000;
const RETRY_FIRST_MS = 50;
const RETRY_MAX_MS = 1_000;

/** Publishes the events of one source, each once and with its number. */
export type EventPublisher = {
  /** Resolves once the bus has stored every one of them. */
  readonly publish: (events: readonly AgencyEvent[]) => Promise<void>;
  /**
   * How many distinct events the core will come to count for this source: all but those the bus left out because
   * another file had brought them a moment before.
   */
  readonly count: () => number;
};

export type PublisherOptions = {
  readonly bus: NatsConnection;
  readonly feedLog: Pick<FeedLog, "noteStored" | "noteRepeated">;
  readonly source: string;
  /** Gives up what is not yet published; the file is read again at the next start. */
  readonly stopping: AbortSignal;
};

export function createEventPublisher({ bus, feedLog, source, stopping }: PublisherOptions): EventPublisher {
  const seen = new Set<string>();
  let count = 0;
  return {
    publish: async (events) => {
      stopping.throwIfAborted();
      const numbered = events
        .filter((event) => !seen.has(event.id) && seen.add(event.id))
        .map((event, at, fresh) => ({ event, sequence: seen.size - fresh.length + at + 1 }));
      const stored: string[] = [];
      const repeated: string[] = [];
      await inWindow(numbered, async ({ event, sequence }) => {
        const { duplicate } = await retrying(() => publishEvent(bus, source, event, sequence), stopping);
        (duplicate ? repeated : stored).push(event.id);
      });
      await feedLog.noteStored(stored, source);
      count += stored.length + (await feedLog.noteRepeated(repeated, source));
    },
    count: () => count,
  };
}

/** `feed.<agencyType>.<agencyId>.<entity>.<verb>` */
function subjectOf({ type, agencyid }: AgencyEvent): string {
  const [agencyType, entity, verb] = type.split(".");
  return `feed.${agencyType}.${agencyid}.${entity}.${verb}`;
}

async function publishEvent(
  bus: NatsConnection,
  source: string,
  event: AgencyEvent,
  sequence: number,
): Promise<PubAck> {
  const attached = headers();
  attached.set("Hub-Source", source);
  attached.set("Hub-Source-Seq", String(sequence));
  const body = JSON.stringify(event);
  const options = { msgID: `${event.agencyid}:${event.id}`, headers: attached, timeout: ATTEMPT_TIMEOUT_MS };
  return jetstream(bus).publish(subjectOf(event), body, options);
}

/** The stream may not be there yet, or be electing a leader: a failed publish is tried again with the same id. */
async function retrying<Result>(attempt: () => Promise<Result>, stopping: AbortSignal): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await unlessAborted(attempt(), stopping);
    } catch (cause) {
      stopping.throwIfAborted();
      if (tries >= ATTEMPTS_MAX) {
        throw new Error(`the bus did not store an event in ${ATTEMPTS_MAX} attempts`, { cause });
      }
      await delay(Math.min(RETRY_FIRST_MS * 2 ** (tries - 1), RETRY_MAX_MS), undefined, { signal: stopping });
    }
  }
}

/** An attempt may hang on a bus that is gone for as long as its timeout: a stop does not wait for that. */
function unlessAborted<Result>(attempt: Promise<Result>, stopping: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(stopping.reason);
    stopping.addEventListener("abort", onAbort, { once: true });
    attempt.then(resolve, reject).finally(() => stopping.removeEventListener("abort", onAbort));
  });
}

async function inWindow<One>(all: readonly One[], perform: (one: One) => Promise<void>): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for (const one of all) {
    if (inFlight.size >= WINDOW) {
      await Promise.race(inFlight);
    }
    if (failures.length > 0) {
      break;
    }
    const performed = perform(one)
      .catch((failure: unknown) => void failures.push(failure))
      .finally(() => inFlight.delete(performed));
    inFlight.add(performed);
  }
  await Promise.all(inFlight);
  if (failures.length > 0) {
    throw failures[0];
  }
}
