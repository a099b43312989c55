import type { NatsConnection } from "@nats-io/transport-node";
import { HubError } from "#schemas/problems.ts";

/** Everybody on the scheme is gone through for a report. */
const ANSWER_TIMEOUT_MS = 30_000;

type Answer = Readonly<Record<string, unknown>>;
export type AskEvaluation = (command: "report" | "state" | "ogrs3", body: Answer) => Promise<Answer>;

/** Asks the core of a scheme's measures. Resolves to its answer; what the core refuses is `move-not-allowed` with its guard. */
export function askEvaluationOver(bus: NatsConnection): AskEvaluation {
  return async (command, body) => {
    const answer = await ask(bus, `core.evaluation.${command}`, body);
    const { outcome, guard, message } = answer;
    if (outcome === "refused") {
      throw new HubError("move-not-allowed", "the core refused to evaluate", { extra: { guard, hint: message } });
    }
    if (outcome !== "done" && outcome !== "scored") {
      throw new HubError("feed-unavailable", "the core gave no usable answer");
    }
    return answer;
  };
}

async function ask(bus: NatsConnection, subject: string, body: object): Promise<Answer> {
  try {
    const reply = await bus.request(subject, JSON.stringify(body), { timeout: ANSWER_TIMEOUT_MS });
    return reply.json<Answer>();
  } catch (cause) {
    throw new HubError("feed-unavailable", "the core did not answer", { cause });
  }
}
