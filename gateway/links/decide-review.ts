import type { NatsConnection } from "@nats-io/transport-node";
import { HubError } from "#schemas/problems.ts";

const ANSWER_TIMEOUT_MS = 5_000;

export type ReviewDecision = {
  readonly reviewId: string;
  readonly decision: "link" | "not-link" | "unsure" | "refer";
  /** The hub's own id. */
  readonly personId?: string;
  readonly reason: string;
  readonly decidedBy: { readonly agencyId: string; readonly actor: string };
};

export type DecideReview = (decision: ReviewDecision) => Promise<void>;

/** Hands a decision to the core. Resolves when it is kept; a move the core refuses is `move-not-allowed` with its guard. */
export function decideReviewOver(bus: NatsConnection): DecideReview {
  return async (decision) => {
    const answer = await ask(bus, decision);
    const { outcome, guard } = answer;
    if (outcome === "refused") {
      throw new HubError("move-not-allowed", "the core refused a decision on a link", { extra: { guard } });
    }
    if (outcome !== "decided") {
      throw new HubError("feed-unavailable", "the core gave no usable answer");
    }
  };
}

async function ask(bus: NatsConnection, decision: ReviewDecision): Promise<Readonly<Record<string, unknown>>> {
  try {
    const reply = await bus.request("core.link-review.decide", JSON.stringify(decision), {
      timeout: ANSWER_TIMEOUT_MS,
    });
    return reply.json<Record<string, unknown>>();
  } catch (cause) {
    throw new HubError("feed-unavailable", "the core did not answer", { cause });
  }
}
