import { randomUUID } from "node:crypto";
import type { PolicyRequest } from "#policies/decision.ts";
import type { ChosenScope } from "#policies/gate.ts";
import { HubError } from "#schemas/problems.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { currentPosition } from "../push/change-feed.ts";
import type { PushDependencies } from "../push/push-dependencies.ts";
import { termsDigest } from "../push/terms-told.ts";
import type { Subscription } from "./subscription.ts";
import {
  changeSubscription,
  findSubscription,
  insertSubscription,
  listSubscriptions,
  readSubscription,
} from "./subscription-store.ts";
import { takeBaseline } from "./take-baseline.ts";

const SUBSCRIPTIONS_AN_AGENCY_MAX = 20;

export type WantedSubscription = Pick<Subscription, "name" | "scope" | "mode"> & {
  /** Who asks, for what and under which agreement: fixed for the life of what is made. */
  readonly request: PolicyRequest;
  /** What the gate let through. */
  readonly terms: ChosenScope;
  readonly ifMatch: string | null;
};

export type PutOutcome = { readonly subscription: Subscription; readonly made: boolean };

/** Makes a subscription, or changes whom it is about and how it is told. What it was told before stays as it is. */
export async function putSubscription(
  tx: Transaction,
  dependencies: PushDependencies,
  wanted: WantedSubscription,
): Promise<PutOutcome> {
  const { request, name, terms } = wanted;
  const existing = await findSubscription(tx, request.party, name);
  return existing === null
    ? { subscription: await make(tx, dependencies, wanted, terms), made: true }
    : { subscription: await change(tx, dependencies, wanted, existing), made: false };
}

/** Strong, and of what the subscriber itself set: updates do not move it. */
export function subscriptionEtag({ subscriptionId, version }: Subscription): string {
  return `"${subscriptionId}.${version}"`;
}

async function make(
  tx: Transaction,
  dependencies: PushDependencies,
  { request, name, scope, mode }: WantedSubscription,
  terms: ChosenScope,
): Promise<Subscription> {
  const others = await listSubscriptions(tx, request.party);
  if (others.length >= SUBSCRIPTIONS_AN_AGENCY_MAX) {
    throw new HubError("quota-exceeded", `an agency may have ${SUBSCRIPTIONS_AN_AGENCY_MAX} subscriptions`);
  }
  const made: Subscription = {
    subscriptionId: randomUUID(),
    agencyId: request.party,
    name,
    purpose: terms.purpose,
    agreementId: terms.agreement.document.id,
    scope,
    mode,
    state: "active",
    version: 1,
    createdAt: request.now,
    // Taken before the baseline is read: a change in between is in the baseline and settles to nothing.
    settled: await currentPosition(tx),
    lastSeq: 0,
    told: termsDigest(terms, request.now.getTime()),
  };
  if (!(await insertSubscription(tx, made))) {
    throw new HubError("precondition-failed", "it was made at the same moment by another call");
  }
  await takeBaseline(tx, dependencies, made, request.now);
  return made;
}

async function change(
  tx: Transaction,
  dependencies: PushDependencies,
  { request, scope, mode, ifMatch }: WantedSubscription,
  existing: Subscription,
): Promise<Subscription> {
  requireMatch(existing, ifMatch);
  if (existing.purpose !== request.purpose) {
    const errors = [{ pointer: "", message: "purpose and agreement of a subscription never change; make another" }];
    throw new HubError("validation-failed", "another purpose", { extra: { errors } });
  }
  await changeSubscription(tx, existing.subscriptionId, { scope, mode });
  const changed = (await readSubscription(tx, existing.subscriptionId)) ?? existing;
  await takeBaseline(tx, dependencies, changed, request.now);
  return changed;
}

/** A change names the version it was made from. */
export function requireMatch(existing: Subscription, ifMatch: string | null): void {
  if (ifMatch === null) {
    throw new HubError("precondition-required", "If-Match is missing");
  }
  if (ifMatch !== subscriptionEtag(existing)) {
    throw new HubError("precondition-failed", "the subscription was changed meanwhile");
  }
}
