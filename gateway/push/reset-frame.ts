import type { Subscription } from "../subscriptions/subscription.ts";
import type { DoorDependencies } from "./door.ts";
import { signUpdate } from "./sign-update.ts";
import { cursorAfter } from "./update-cursor.ts";
import { updateId } from "./update-id.ts";

/** Tells a follower that came back too late to read afresh; its id is the newest cursor. */
export function resetFrame({ signer, clock, cursorSecret }: DoorDependencies, subscription: Subscription): string {
  const time = clock.now();
  const payload = { id: updateId(time), type: "hub.stream.reset", time, data: { mode: "control" } } as const;
  return `id: ${cursorAfter(cursorSecret, subscription, subscription.lastSeq)}\ndata: ${signUpdate(signer, payload, null)}\n\n`;
}
