import { decide } from "#policies/decide.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { readRecord } from "../disclosure/read-record.ts";
import { fieldsDisclosed } from "../disclosure/remember-disclosed.ts";
import type { ErasureRecall } from "../erasure/erasure-recalls.ts";
import type { RecordedChange } from "./change-feed.ts";
import { insertDelivery } from "./delivery-store.ts";
import { nameForSubscriber } from "./name-for-subscriber.ts";
import type { Settling } from "./settling.ts";
import { signUpdate, type UpdatePayload } from "./sign-update.ts";
import { subscriptionRequest } from "./subscription-request.ts";
import { updateId } from "./update-id.ts";

/**
 * Tells an agency to forget what a withdrawn consent let it have: person and field names, no values (design/agreements
 * section 7). Only agencies that were given such fields from that originator hear of it, so nobody learns that there were any.
 */
export async function settleRecall(tx: Transaction, settling: Settling, change: RecordedChange): Promise<void> {
  const { agencyId } = settling.subscription;
  const { personId } = change;
  const { takenBy: originator, fields: withdrawn } = withdrawal(change);
  const fields = await fieldsDisclosed(tx, { agencyId, personId, originator, fields: withdrawn });
  if (fields.length === 0 || (await isKeptFrom(tx, settling, personId))) {
    return;
  }
  await writeRecall(tx, settling, personId, { fields, because: { originator } });
}

/** The same for a notice to erase: what an agreement that was narrowed let it have. */
export async function settleErasure(
  tx: Transaction,
  settling: Settling,
  { personId, noticeId, fields }: ErasureRecall,
): Promise<void> {
  if (!(await isKeptFrom(tx, settling, personId))) {
    await writeRecall(tx, settling, personId, { fields, because: { noticeId } });
  }
}

type Recalled = {
  readonly fields: readonly string[];
  /** For the log alone. */
  readonly because: Readonly<Record<string, string>>;
};

async function writeRecall(
  tx: Transaction,
  settling: Settling,
  personId: string,
  { fields, because }: Recalled,
): Promise<void> {
  const { subscription, now, dependencies } = settling;
  const { agencyId, subscriptionId } = subscription;
  const seq = settling.takeSeq();
  const subject = `/v1/people/${await nameForSubscriber(tx, settling, personId)}`;
  const receipt = await appendEntry(tx, {
    kind: "disclosure",
    time: now,
    agency: agencyId,
    recipients: [agencyId],
    purpose: subscription.purpose,
    resource: "recall",
    personId,
    fields: [],
    subscription: { id: subscription.name, seq },
    response: { status: 200, disclosed: { fields } },
    decisionRef: "RECALL",
    detail: { personId, ...because, fields },
  });
  const payload: UpdatePayload = {
    id: updateId(now),
    type: "hub.recall",
    time: now,
    subject,
    sequence: seq,
    data: { mode: "control", purpose: subscription.purpose, fields: [...fields], receipt: { id: receipt.receiptId } },
  };
  await insertDelivery(tx, {
    subscriptionId,
    seq,
    updateId: payload.id,
    kind: "recall",
    personId,
    sent: {},
    jws: signUpdate(dependencies.signer, payload, receipt),
    receiptId: receipt.receiptId,
    createdAt: now,
  });
}

/** A restriction comes before everything; what an excluded agency must erase is then for people to arrange. */
export async function isKeptFrom(tx: Transaction, { subscription, now, dependencies }: Settling, personId: string) {
  const record = await readRecord(tx, personId);
  const decision = decide(subscriptionRequest(subscription, now, null), record, dependencies.engine.policies());
  return decision.outcome === "refused" && decision.code !== "NOTHING_TO_SHARE";
}

/** Whose consent was withdrawn, and for which fields. */
export function withdrawal({ detail }: RecordedChange): {
  readonly takenBy: string;
  readonly fields: readonly string[];
} {
  const { takenBy, fields } = detail;
  return {
    takenBy: typeof takenBy === "string" ? takenBy : "",
    fields: Array.isArray(fields) ? fields.filter((field) => typeof field === "string") : [],
  };
}
