import { decideGate } from "#policies/decide.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { HubError } from "#schemas/problems.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { refusedProblem } from "../disclosure/disclose.ts";
import type { OfficerRegister } from "../disclosure/officer-register.ts";
import { passGate } from "../disclosure/pass-gate.ts";
import { policyRequest } from "../disclosure/policy-request.ts";
import type { Subscription } from "../subscriptions/subscription.ts";
import { findSubscription, listSubscriptions } from "../subscriptions/subscription-store.ts";
import type { PushDependencies } from "./push-dependencies.ts";
import type { SettleOutcome } from "./settle-subscription.ts";
import type { Wakes } from "./wakes.ts";

export type DoorDependencies = PushDependencies & {
  readonly officers: OfficerRegister;
  readonly cursorSecret: Uint8Array;
  readonly wakes: Wakes;
  readonly settle: (subscriptionId: string) => Promise<SettleOutcome>;
};

/** Somebody standing at a door of a subscription: the receiving system or person. */
export type Door = { readonly subscription: Subscription; readonly caller: VerifiedRequest };

/** Opens a door, or says why not; the same answer for another agency's subscription as for none. */
export async function openDoor(dependencies: DoorDependencies, caller: VerifiedRequest): Promise<Door> {
  const subscription = await subscriptionMeant(dependencies, caller);
  const door = { subscription, caller };
  refuseOtherPurpose(door);
  await passGate(dependencies, { caller, request: doorRequest(dependencies, door, null), resource: "updates" });
  return door;
}

/** Throws when agreement, actor or purpose no longer let anything through; asked again while a door stands open. */
export function refuseClosedDoor(dependencies: DoorDependencies, door: Door): void {
  refuseOtherPurpose(door);
  const gate = decideGate(doorRequest(dependencies, door, null), dependencies.engine.policies());
  if (gate.outcome === "refused") {
    throw refusedProblem(gate);
  }
}

function refuseOtherPurpose({ caller, subscription }: Door): void {
  if (caller.purpose !== subscription.purpose) {
    throw new HubError("purpose-not-permitted", "a subscription is read for the purpose it was made for");
  }
}

/** What policy is asked before an update is handed to whoever stands at the door. */
export function doorRequest(
  { officers, clock }: Pick<DoorDependencies, "officers" | "clock">,
  { subscription, caller }: Door,
  fields: readonly FieldPath[] | null,
): PolicyRequest {
  const request = policyRequest({ caller, officers, now: clock.now(), outlet: "updates", fields });
  return { ...request, agreementId: subscription.agreementId };
}

async function subscriptionMeant(
  { sql }: DoorDependencies,
  { agencyId, query }: VerifiedRequest,
): Promise<Subscription> {
  const name = query.get("subscription");
  if (name !== undefined) {
    const named = await findSubscription(sql, agencyId, name);
    if (named === null) {
      throw new HubError("not-found", "no subscription of that name");
    }
    return named;
  }
  const [only, ...others] = await listSubscriptions(sql, agencyId);
  if (only === undefined) {
    throw new HubError("not-found", "the agency has no subscription");
  }
  if (others.length > 0) {
    const errors = [{ pointer: "/subscription", message: "names one of the agency's subscriptions" }];
    throw new HubError("validation-failed", "which subscription is not said", { extra: { errors } });
  }
  return only;
}
