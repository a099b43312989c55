import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { RecordedChange } from "./change-feed.ts";
import { type Delivery, purgeDelivery, readUndelivered } from "./delivery-store.ts";
import { fieldsNamed } from "./sent-fields.ts";
import { isKeptFrom, withdrawal } from "./settle-recall.ts";
import type { Settling } from "./settling.ts";
import { readView, type SubscriptionView, viewWithout, writeView } from "./subscription-view.ts";
import { makeTombstone } from "./tombstone.ts";

/**
 * A restriction that keeps the recipient from a person, and a consent withdrawn, take away what was made for delivery and has not
 * left (design/agreements 4.3); one that keeps others out leaves no trace here. Its numbers stay, as tombstones; and the recipient counts as never having seen those fields, which
 * are named so that what may still be had of them is made again.
 */
export async function purgeUndelivered(
  tx: Transaction,
  settling: Settling,
  personId: string,
  changes: readonly RecordedChange[],
): Promise<readonly FieldPath[]> {
  const isRestricted =
    changes.some(({ kind }) => kind === "access-restricted") && (await isKeptFrom(tx, settling, personId));
  const withdrawn = changes.filter(({ kind }) => kind === "consent-withdrawn").flatMap((one) => withdrawal(one).fields);
  if (!isRestricted && withdrawn.length === 0) {
    return [];
  }
  const names = ({ sent }: Delivery) => withdrawn.some((field) => Object.hasOwn(sent, field));
  const waiting = await readUndelivered(tx, settling.subscription.subscriptionId, personId);
  // A recall says what must be forgotten: only those who may know nothing of the person any more are kept from it.
  const purged = waiting.filter((one) => isRestricted || (one.kind === "updated" && names(one)));
  return takeBack(tx, settling, personId, purged);
}

/** Puts tombstones in the place of updates that have not left; gives the fields that then count as never seen. */
export async function takeBack(
  tx: Transaction,
  settling: Settling,
  personId: string,
  purged: readonly Delivery[],
): Promise<readonly FieldPath[]> {
  const { subscriptionId } = settling.subscription;
  if (purged.length === 0) {
    return [];
  }
  for (const { seq } of purged) {
    const tombstone = makeTombstone(settling.dependencies.signer, seq, settling.now);
    await purgeDelivery(tx, subscriptionId, seq, tombstone);
  }
  const view = await readView(tx, subscriptionId, personId);
  const unseen = unseenFields(purged, view);
  await writeView(tx, subscriptionId, personId, viewWithout(view, unseen));
  return unseen;
}

/** A notice named no field, so that after one was taken back any may be unseen. */
function unseenFields(purged: readonly Delivery[], view: SubscriptionView): readonly FieldPath[] {
  const updates = purged.filter(({ kind }) => kind === "updated");
  const isNotice = updates.some(({ sent }) => fieldsNamed(sent).length === 0);
  return isNotice ? fieldsNamed(view.seen) : [...new Set(updates.flatMap(({ sent }) => fieldsNamed(sent)))];
}
