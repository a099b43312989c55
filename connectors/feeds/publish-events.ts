import { setTimeout as delay } from "node:timers/promises";
import { jetstream } from "@nats-io/jetstream";
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

/** Publishes the events of one source, in order, each numbered once. */
export type EventPublisher = {
  /** Resolves once the bus has stored every one of them. Events that an earlier file brought are left out. */
  readonly publish: (events: readonly AgencyEvent[]) => Promise<void>;
  /** Distinct events of this source so far. */
  readonly count: () => number;
};

export type PublisherOptions = {
  readonly bus: NatsConnection;
  readonly feedLog: Pick<FeedLog, "broughtEarlier" | "notePublished">;
  readonly source: string;
  /** Publishes also what an earlier file brought: for when that file is gone and the core has lost it. */
  readonly again: boolean;
};

export function createEventPublisher({ bus, feedLog, source, again }: PublisherOptions): EventPublisher {
  const seen = new Set<string>();
  let sequence = 0;
  return {
    publish: async (events) => {
      const fresh = events.filter((event) => !seen.has(event.id) && seen.add(event.id));
      const ids = fresh.map((event) => event.id);
      const earlier = again || ids.length === 0 ? new Set() : await feedLog.broughtEarlier(ids, source);
      const own = fresh.filter((event) => !earlier.has(event.id));
      const numbered = own.map((event, at) => ({ event, sequence: sequence + at + 1 }));
      sequence += own.length;
      await inWindow(numbered, (one) => publishEvent(bus, source, one.event, one.sequence));
      if (own.length > 0) {
        await feedLog.notePublished(
          own.map((event) => event.id),
          source,
        );
      }
    },
    count: () => sequence,
  };
}

/** `feed.<agencyType>.<agencyId>.<entity>.<verb>` */
function subjectOf({ type, agencyid }: AgencyEvent): string {
  const [agencyType, entity, verb] = type.split(".");
  return `feed.${agencyType}.${agencyid}.${entity}.${verb}`;
}

async function publishEvent(bus: NatsConnection, source: string, event: AgencyEvent, sequence: number): Promise<void> {
  const attached = headers();
  attached.set("Hub-Source", source);
  attached.set("Hub-Source-Seq", String(sequence));
  const body = JSON.stringify(event);
  const options = { msgID: `${event.agencyid}:${event.id}`, headers: attached, timeout: ATTEMPT_TIMEOUT_MS };
  await retrying(() => jetstream(bus).publish(subjectOf(event), body, options));
}

/** The stream may not be there yet, or be electing a leader: a failed publish is tried again with the same id. */
async function retrying(attempt: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await attempt();
      return;
    } catch (cause) {
      if (tries >= ATTEMPTS_MAX) {
        throw new Error(`the bus did not store an event in ${ATTEMPTS_MAX} attempts`, { cause });
      }
      await delay(Math.min(RETRY_FIRST_MS * 2 ** (tries - 1), RETRY_MAX_MS));
    }
  }
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
