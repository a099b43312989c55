import type { PolicyRequest } from "#policies/decision.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Subscription } from "../subscriptions/subscription.ts";

/**
 * What policy is asked when an update is settled: for the agency as a whole, in the party's default role. Who in the agency
 * may have it is asked again at the door, of the person or system that stands there; so the address here is nobody's, which
 * no exclusion of a single officer names.
 */
export function subscriptionRequest(
  { agencyId, name, purpose, agreementId }: Subscription,
  now: Date,
  fields: readonly FieldPath[] | null,
): PolicyRequest {
  const system = `subscription:${name}`;
  return {
    now,
    party: agencyId,
    actor: system,
    actorEmail: system,
    role: null,
    agreementId,
    purpose,
    outlet: "updates",
    fields,
  };
}
