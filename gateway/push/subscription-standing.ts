import { decideGate } from "#policies/decide.ts";
import type { ChosenScope } from "#policies/gate.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { Subscription } from "../subscriptions/subscription.ts";
import { closeSubscription, setSubscriptionState } from "../subscriptions/subscription-store.ts";
import type { PushDependencies } from "./push-dependencies.ts";
import { subscriptionRequest } from "./subscription-request.ts";

/** `unavailable`: this node cannot know. `suspended`: not now. `closed`: never again. */
export type Standing =
  | { readonly outcome: "open"; readonly terms: ChosenScope; readonly mode: Subscription["mode"] }
  | { readonly outcome: "unavailable" | "suspended" | "closed" };

/** Whether its agreement carries a subscription now, and how updates then go out. */
export function standingOf(
  { engine }: Pick<PushDependencies, "engine">,
  subscription: Subscription,
  now: Date,
): Standing {
  if (subscription.state === "closed") {
    return { outcome: "closed" };
  }
  const gate = decideGate(subscriptionRequest(subscription, now, null), engine.policies());
  if (gate.outcome === "chosen") {
    const narrowed = gate.agreement.parties.get(subscription.agencyId)?.updates === "notify";
    return { outcome: "open", terms: gate, mode: narrowed ? "notify" : subscription.mode };
  }
  if (gate.problem === "policy-unavailable") {
    return { outcome: "unavailable" };
  }
  return { outcome: gate.code === "AGREEMENT_TERMINATED" ? "closed" : "suspended" };
}

/** The same, written down. A node that cannot know writes nothing: others may. */
export async function takeStanding(
  tx: Transaction,
  dependencies: Pick<PushDependencies, "engine">,
  subscription: Subscription,
  now: Date,
): Promise<Standing> {
  const standing = standingOf(dependencies, subscription, now);
  const { subscriptionId, state } = subscription;
  if (standing.outcome === "closed" && state !== "closed") {
    await closeSubscription(tx, subscriptionId);
  } else if (standing.outcome === "suspended" && state !== "suspended") {
    await setSubscriptionState(tx, subscriptionId, "suspended");
  } else if (standing.outcome === "open" && state !== "active") {
    await setSubscriptionState(tx, subscriptionId, "active");
  }
  return standing;
}
