import { type LoadedAgreement, nameOf } from "#policies/policy-set.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { Subscription } from "../subscriptions/subscription.ts";
import { noteTold } from "../subscriptions/subscription-store.ts";
import { insertDelivery } from "./delivery-store.ts";
import type { SettlingOf } from "./settling.ts";
import { signUpdate, type UpdatePayload } from "./sign-update.ts";
import { termsDigest } from "./terms-told.ts";
import { updateId } from "./update-id.ts";

/**
 * Says that what the subscriber may see is not what it was, or that its agreement is in force again: it may read afresh. No
 * field, no value, no person; and nothing at all when the change is one of others. Returns the subscription as it then is.
 */
export async function tellTerms(
  tx: Transaction,
  { dependencies, subscription, now }: Pick<SettlingOf, "dependencies" | "subscription" | "now">,
  terms: Parameters<typeof termsDigest>[0],
): Promise<Subscription> {
  const told = termsDigest(terms, now.getTime());
  if (told === subscription.told) {
    return subscription;
  }
  const isFirst = subscription.told === null;
  const after = { ...subscription, told, lastSeq: subscription.lastSeq + (isFirst ? 0 : 1) };
  if (!isFirst) {
    await writeChange(tx, { dependencies, subscription: after, now }, terms.agreement);
  }
  await noteTold(tx, after);
  return after;
}

type Telling = Pick<SettlingOf, "dependencies" | "subscription" | "now">;

async function writeChange(
  tx: Transaction,
  { dependencies, subscription, now }: Telling,
  agreement: LoadedAgreement,
): Promise<void> {
  const { subscriptionId, lastSeq: seq, purpose } = subscription;
  const receipt = await logChange(tx, { dependencies, subscription, now }, nameOf(agreement));
  const payload: UpdatePayload = {
    id: updateId(now),
    type: "hub.agreement.changed",
    time: now,
    sequence: seq,
    data: { mode: "control", purpose, agreement: nameOf(agreement), receipt: { id: receipt.receiptId } },
  };
  await insertDelivery(tx, {
    subscriptionId,
    seq,
    updateId: payload.id,
    kind: "agreement",
    personId: null,
    sent: {},
    jws: signUpdate(dependencies.signer, payload, receipt),
    receiptId: receipt.receiptId,
    createdAt: now,
  });
}

function logChange(tx: Transaction, { subscription, now }: Telling, agreement: string): Promise<LedgerReceipt> {
  const { agencyId, name, purpose, lastSeq } = subscription;
  return appendEntry(tx, {
    kind: "agreement.told",
    time: now,
    agency: null,
    recipients: [agencyId],
    purpose,
    agreement,
    resource: "update",
    personId: null,
    fields: [],
    subscription: { id: name, seq: lastSeq },
    detail: {},
  });
}
