import type { Transaction } from "#services/platform/database/database.ts";
import { readRecord } from "../disclosure/read-record.ts";
import { recordDisclosure } from "../disclosure/record-disclosure.ts";
import { insertDelivery } from "./delivery-store.ts";
import { nameForSubscriber } from "./name-for-subscriber.ts";
import type { Settling } from "./settling.ts";
import { signUpdate, type UpdatePayload } from "./sign-update.ts";
import { readView, writeView } from "./subscription-view.ts";
import { updateId } from "./update-id.ts";
import { type Touched, type ViewChange, viewChange } from "./view-change.ts";

/**
 * Settles changes of one person for one subscription. Where the recipient would see no difference nothing is left behind: no
 * update, no number, no version.
 */
export async function settlePerson(
  tx: Transaction,
  settling: Settling,
  personId: string,
  touched: Touched,
): Promise<void> {
  const record = await readRecord(tx, personId);
  if (record === null || !settling.isInScope(record)) {
    return;
  }
  const view = await readView(tx, settling.subscription.subscriptionId, personId);
  const change = viewChange(settling, record, view, touched);
  if (change !== null) {
    await writeUpdate(tx, settling, personId, change);
    await writeView(tx, settling.subscription.subscriptionId, personId, change.after);
  }
}

async function writeUpdate(tx: Transaction, settling: Settling, personId: string, change: ViewChange): Promise<void> {
  const { subscription, now, dependencies, mode } = settling;
  const { subscriptionId } = subscription;
  const seq = settling.takeSeq();
  const subject = `/v1/people/${await nameForSubscriber(tx, settling, personId)}`;
  const isProjected = mode === "projected";
  const changed = isProjected ? (change.disclosure?.fields ?? {}) : {};
  const removed = isProjected ? change.removed : [];
  const receipt = await recordDisclosure(tx, {
    permit: change.permit,
    disclosure: isProjected ? change.disclosure : null,
    removed,
    personId,
    now,
    resource: "update",
    disclosed: { changed, removed },
    status: 200,
    origin: { subscription: { id: subscription.name, seq } },
  });
  const obligations = change.disclosure?.obligations;
  const content = isProjected ? { ...terms(change), changed, removed, obligations } : { ref: subject };
  const payload: UpdatePayload = {
    id: updateId(now),
    type: "hub.person.updated",
    time: now,
    subject,
    sequence: seq,
    data: { mode, view_version: change.after.viewVersion, ...content, receipt: { id: receipt.receiptId } },
  };
  await insertDelivery(tx, {
    subscriptionId,
    seq,
    updateId: payload.id,
    kind: "updated",
    personId,
    sent: isProjected ? change.cells : {},
    jws: signUpdate(dependencies.signer, payload, receipt),
    receiptId: receipt.receiptId,
    createdAt: now,
  });
}

function terms({ permit }: ViewChange) {
  return { purpose: permit.purpose, agreement: `${permit.agreement.id}@${permit.agreement.version}` };
}
