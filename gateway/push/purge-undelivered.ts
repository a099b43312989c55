import type { Transaction } from "#services/platform/database/database.ts";
import { purgeDelivery, readUndelivered } from "./delivery-store.ts";
import type { Settling } from "./settling.ts";
import { readView, viewWithout, writeView } from "./subscription-view.ts";
import { makeTombstone } from "./tombstone.ts";

/**
 * A restriction placed on a person takes away what was made for delivery and has not left (design/agreements 4.3). Its numbers
 * stay, as tombstones; and the recipient counts as never having seen those fields.
 */
export async function purgeUndelivered(tx: Transaction, settling: Settling, personId: string): Promise<void> {
  const { subscriptionId } = settling.subscription;
  const waiting = await readUndelivered(tx, subscriptionId, personId);
  if (waiting.length === 0) {
    return;
  }
  for (const { seq } of waiting) {
    const tombstone = makeTombstone(settling.dependencies.signer, seq, settling.now);
    await purgeDelivery(tx, subscriptionId, seq, tombstone);
  }
  const unseen = waiting.flatMap(({ sent }) => Object.keys(sent));
  const view = await readView(tx, subscriptionId, personId);
  await writeView(tx, subscriptionId, personId, viewWithout(view, unseen));
}
