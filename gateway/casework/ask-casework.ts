import type { NatsConnection } from "@nats-io/transport-node";
import { HubError } from "#schemas/problems.ts";

const ANSWER_TIMEOUT_MS = 5_000;

export type AskCasework = (
  command:
    | "assess-rag"
    | "review-supervision"
    | "transition"
    | "note-step"
    | "explain"
    | "refer"
    | "note-referral"
    | "read-referral"
    | "schedule-meeting"
    | "open-meeting"
    | "note-attendance"
    | "decide-item"
    | "close-meeting",
  body: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>>>;

/** Hands a command of casework to the core. Resolves when it is kept; a move the core refuses is `move-not-allowed` with its guard. */
export function askCaseworkOver(bus: NatsConnection): AskCasework {
  return async (command, body) => {
    const answer = await ask(bus, `core.casework.${command}`, body);
    const { outcome, guard, message } = answer;
    if (outcome === "refused") {
      throw new HubError("move-not-allowed", "the core refused a move of casework", {
        extra: { guard, hint: message },
      });
    }
    if (outcome !== "done") {
      throw new HubError("feed-unavailable", "the core gave no usable answer");
    }
    return answer;
  };
}

async function ask(bus: NatsConnection, subject: string, body: object): Promise<Readonly<Record<string, unknown>>> {
  try {
    const reply = await bus.request(subject, JSON.stringify(body), { timeout: ANSWER_TIMEOUT_MS });
    return reply.json<Record<string, unknown>>();
  } catch (cause) {
    throw new HubError("feed-unavailable", "the core did not answer", { cause });
  }
}
