import { HubError } from "#schemas/problems.ts";
import { openCursor, sealCursor } from "../cursor.ts";
import type { Subscription } from "../subscriptions/subscription.ts";
import { oldestSeq } from "./delivery-store.ts";
import type { DoorDependencies } from "./door.ts";

type Of = Pick<Subscription, "subscriptionId">;

/** The place after an update: for this subscription and no other, also not for a later one of the same name. */
export function cursorAfter(secret: Uint8Array, { subscriptionId }: Of, seq: number): string {
  return sealCursor(secret, `updates ${subscriptionId}`, String(seq));
}

/** The sequence number a cursor stands for; without a cursor, the start of what is kept. */
export async function seqAfterCursor(
  { cursorSecret, sql }: Pick<DoorDependencies, "cursorSecret" | "sql">,
  subscription: Subscription,
  cursor: string | null,
): Promise<number> {
  const { subscriptionId, lastSeq } = subscription;
  const oldest = (await oldestSeq(sql, subscriptionId)) ?? lastSeq + 1;
  if (cursor === null) {
    return oldest - 1;
  }
  const seq = Number(openCursor(cursorSecret, `updates ${subscriptionId}`, cursor));
  if (seq + 1 < oldest) {
    const newest = cursorAfter(cursorSecret, subscription, lastSeq);
    throw new HubError("cursor-expired", "older than what is kept; read afresh", { extra: { cursor: newest } });
  }
  return seq;
}
