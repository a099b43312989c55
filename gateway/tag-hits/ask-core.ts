import type { NatsConnection } from "@nats-io/transport-node";
import { HubError } from "#schemas/problems.ts";

const ANSWER_TIMEOUT_MS = 5_000;

export type CoreAnswer = Readonly<Record<string, unknown>>;
/** Asks the core for a step of a tag hit. A step it refuses is `move-not-allowed` with its guard, and of a hit nobody knows `not-found`. */
export type AskCore = (subject: `core.tag-hit.${string}`, command: object) => Promise<CoreAnswer>;

export function askCoreOver(bus: NatsConnection): AskCore {
  return async (subject, command) => {
    const answer = await ask(bus, subject, command);
    const { outcome, guard } = answer;
    if (outcome === "refused") {
      throw typeof guard === "string" && guard.endsWith("-unknown") && guard !== "reason-unknown"
        ? new HubError("not-found", "the core knows of no such thing")
        : new HubError("move-not-allowed", "the core refused a step of a tag hit", { extra: { guard } });
    }
    if (outcome === undefined || outcome === "failed") {
      throw new HubError("feed-unavailable", "the core gave no usable answer");
    }
    return answer;
  };
}

async function ask(bus: NatsConnection, subject: string, command: object): Promise<CoreAnswer> {
  try {
    const reply = await bus.request(subject, JSON.stringify(command), { timeout: ANSWER_TIMEOUT_MS });
    return reply.json<CoreAnswer>();
  } catch (cause) {
    throw new HubError("feed-unavailable", "the core did not answer", { cause });
  }
}
