import type { Transaction } from "#services/platform/database/database.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import { inTransaction, orLogUnavailable } from "../disclosure/in-one-transaction.ts";
import { takeRecalls } from "../erasure/erasure-recalls.ts";
import { lacksPseudonyms, preparePseudonyms } from "../pseudonyms/prepare-pseudonyms.ts";
import { advanceSubscription, lockSubscription, readSubscription } from "../subscriptions/subscription-store.ts";
import { hasUnreadableChanges, type RecordedChange, readChanges } from "./change-feed.ts";
import { forgetDeliveries } from "./delivery-store.ts";
import { purgeUndelivered } from "./purge-undelivered.ts";
import type { PushDependencies } from "./push-dependencies.ts";
import { settleNarrowed } from "./settle-narrowed.ts";
import { settlePerson } from "./settle-person.ts";
import { settleErasure, settleRecall } from "./settle-recall.ts";
import { beginSettling, type Settling } from "./settling.ts";
import { subscriptionRequest } from "./subscription-request.ts";
import { type Standing, takeStanding } from "./subscription-standing.ts";
import { takeTasks } from "./subscription-tasks.ts";
import { tellTerms } from "./tell-terms.ts";

const CHANGES_A_RUN_MAX = 100;
const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

/** `settled`: nothing is left to settle. `waiting`: a change is committed and waits for another transaction to end. */
export type SettleOutcome = "settled" | "waiting" | "gone" | Exclude<Standing["outcome"], "open">;

/**
 * Turns the changes since last time into updates, in order, until none is left (design/push section 2). Safe to call from
 * anywhere at once: one run at a time per subscription, and each run continues where the last one committed.
 */
export async function settleSubscription(
  dependencies: PushDependencies,
  subscriptionId: string,
): Promise<SettleOutcome> {
  for (;;) {
    const outcome = await orLogUnavailable(() =>
      inTransaction(dependencies.sql, (tx) => settleNext(tx, dependencies, subscriptionId)),
    );
    if (outcome === "unprepared") {
      await prepareFor(dependencies, subscriptionId);
    } else if (outcome !== "more") {
      return outcome;
    }
  }
}

/** Outside the transaction, which must not wait for another connection. */
async function prepareFor({ sql, engine, clock }: PushDependencies, subscriptionId: string): Promise<void> {
  const subscription = await readSubscription(sql, subscriptionId);
  if (subscription !== null) {
    await preparePseudonyms(engine, subscriptionRequest(subscription, clock.now(), null));
  }
}

async function settleNext(
  tx: Transaction,
  pushing: PushDependencies,
  subscriptionId: string,
): Promise<SettleOutcome | "more" | "unprepared"> {
  await lockSubscription(tx, subscriptionId);
  const stored = await readSubscription(tx, subscriptionId);
  if (stored === null) {
    return "gone";
  }
  const dependencies = atOneMoment(pushing);
  const now = dependencies.clock.now();
  if (lacksPseudonyms(dependencies.engine, subscriptionRequest(stored, now, null))) {
    return "unprepared";
  }
  const standing = await takeStanding(tx, dependencies, stored, now);
  if (standing.outcome !== "open") {
    return standing.outcome;
  }
  const { terms, mode } = standing;
  const subscription = await tellTerms(tx, { dependencies, subscription: stored, now }, terms);
  const [again, recalls, changes] = await Promise.all([
    takeTasks(tx, subscriptionId),
    takeRecalls(tx, subscriptionId),
    readChanges(tx, subscription.settled, CHANGES_A_RUN_MAX),
  ]);
  if (again.length + recalls.length + changes.length === 0) {
    return (await hasUnreadableChanges(tx)) ? "waiting" : "settled";
  }
  const settling = await beginSettling(tx, { dependencies, subscription, now, mode });
  for (const personId of again) {
    await settleNarrowed(tx, settling, personId);
  }
  for (const recall of recalls) {
    await settleErasure(tx, settling, recall);
  }
  for (const change of changes) {
    await settleChange(tx, settling, change);
  }
  const settled = changes.at(-1)?.position ?? subscription.settled;
  await advanceSubscription(tx, subscriptionId, settled, settling.lastSeq());
  await forgetDeliveries(tx, subscriptionId, new Date(now.getTime() - KEPT_DAYS * DAY_MS));
  return "more";
}

/**
 * Each change alone and in its turn. Merged with others, the changes a recipient may not see would tell by the order and the number of
 * what is sent: which of two people was changed first, and how much lay between.
 */
async function settleChange(tx: Transaction, settling: Settling, change: RecordedChange): Promise<void> {
  const { personId, kind } = change;
  const unseen = await purgeUndelivered(tx, settling, personId, [change]);
  const changed = kind === "record" ? change.fields : [];
  if (unseen.length + changed.length > 0) {
    await settlePerson(tx, settling, personId, { again: unseen, changed, by: originatorsOf(change) });
  }
  if (kind === "consent-withdrawn") {
    await settleRecall(tx, settling, change);
  }
}

/** Whose values changed, where the core says so. */
function originatorsOf({ detail }: RecordedChange): readonly string[] | null {
  const { originators } = detail;
  return Array.isArray(originators) ? originators.filter((one) => typeof one === "string") : null;
}
