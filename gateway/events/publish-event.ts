import { jetstream } from "@nats-io/jetstream";
import { headers, type NatsConnection } from "@nats-io/transport-node";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { HubError } from "#schemas/problems.ts";
import { feedSubjectOf } from "#schemas/subjects.ts";

const ACK_TIMEOUT_MS = 5_000;

export type PublishEvent = (
  event: AgencyEvent,
  from: { readonly source: string; readonly sequence: number },
) => Promise<void>;

/** Resolves once the bus has stored the event durably. Sent again, it is known by its id and counted once. */
export function publishEventTo(bus: NatsConnection): PublishEvent {
  const stream = jetstream(bus, { timeout: ACK_TIMEOUT_MS });
  return async (event, { source, sequence }) => {
    const about = headers();
    about.set("Hub-Source", source);
    about.set("Hub-Source-Seq", String(sequence));
    try {
      await stream.publish(feedSubjectOf(event), JSON.stringify(event), {
        msgID: `${event.agencyid}:${event.id}`,
        headers: about,
      });
    } catch (cause) {
      throw new HubError("feed-unavailable", "the bus did not store an event", { cause });
    }
  };
}
