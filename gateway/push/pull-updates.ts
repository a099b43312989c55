import { HubError } from "#schemas/problems.ts";
import { type Door, type DoorDependencies, refuseClosedDoor } from "./door.ts";
import { handOut, type Page } from "./hand-out.ts";
import type { SettleOutcome } from "./settle-subscription.ts";

/** How often to look again when no hint came. */
const POLL_MS = 5_000;
/** A change that is committed but waits for another transaction becomes readable in a moment. */
const WAITING_MS = 15;
/** How long a pull that was not asked to wait still gives such a change. */
const PATIENCE_MS = 1_000;

export type PullRequest = {
  readonly after: number;
  readonly limit: number;
  readonly waitMs: number;
  readonly signal: AbortSignal;
};

/** A page of updates: at once when there are any, else when one comes or the time is up. */
export async function pullUpdates(
  dependencies: DoorDependencies,
  door: Door,
  { after, limit, waitMs, signal }: PullRequest,
): Promise<Page> {
  const startedMs = performance.now();
  for (;;) {
    const seen = dependencies.wakes.count();
    const outcome = await settleOrRefuse(dependencies, door);
    const page = await handOut(dependencies, door, after, limit);
    const isWaiting = outcome === "waiting";
    const leftMs = Math.max(waitMs, isWaiting ? PATIENCE_MS : 0) - (performance.now() - startedMs);
    if (page.updates.length > 0 || leftMs <= 0 || signal.aborted) {
      return page;
    }
    await dependencies.wakes.after(seen, Math.min(leftMs, isWaiting ? WAITING_MS : POLL_MS), signal);
  }
}

async function settleOrRefuse(dependencies: DoorDependencies, door: Door): Promise<SettleOutcome> {
  const outcome = await dependencies.settle(door.subscription.subscriptionId);
  if (outcome === "gone") {
    throw new HubError("not-found", "the subscription was deleted");
  }
  refuseClosedDoor(dependencies, door);
  return outcome;
}
