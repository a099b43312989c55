import { atOneMoment } from "../disclosure/decide-and-project.ts";
import { inTransaction } from "../disclosure/in-one-transaction.ts";
import type { PushDependencies } from "../push/push-dependencies.ts";
import { standingOf, takeStanding } from "../push/subscription-standing.ts";
import { listOpenSubscriptions, lockSubscription, readSubscription } from "./subscription-store.ts";

const STORED = { open: "active", suspended: "suspended", closed: "closed", unavailable: null } as const;

/**
 * Notes of every subscription whether its agreement still carries it, also where nobody is reading: what was suspended may go
 * on, and under a terminated agreement it closes, and what waited to be handed out is destroyed.
 */
export async function refreshSubscriptions(refreshing: PushDependencies): Promise<void> {
  const dependencies = atOneMoment(refreshing);
  const { sql, clock } = dependencies;
  const now = clock.now();
  for (const subscription of await listOpenSubscriptions(sql)) {
    const { subscriptionId } = subscription;
    const state = STORED[standingOf(dependencies, subscription, now).outcome];
    if (state !== null && state !== subscription.state) {
      await inTransaction(sql, async (tx) => {
        await lockSubscription(tx, subscriptionId);
        const current = await readSubscription(tx, subscriptionId);
        return current === null ? null : takeStanding(tx, dependencies, current, now);
      });
    }
  }
}
