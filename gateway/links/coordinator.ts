import type { PolicyRequest } from "#policies/decision.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { passGate, refuseAtGate } from "../disclosure/pass-gate.ts";
import { policyRequest } from "../disclosure/policy-request.ts";

/**
 * Lets only an IOM coordinator of the co-located team go on: they alone see and decide which records belong to whom
 * (design/identity-linkage).
 */
export async function requireCoordinator(
  dependencies: DiscloseDependencies,
  caller: VerifiedRequest,
): Promise<PolicyRequest> {
  const { officers, clock, sql } = dependencies;
  const request = policyRequest({ caller, officers, now: clock.now(), outlet: "links.reviews", fields: null });
  const gate = { caller, request, resource: "link-review" };
  await passGate(dependencies, gate);
  if (caller.agencyType !== "iom-team" || request.role !== "iomCoordinator") {
    return refuseAtGate(sql, gate, {
      outcome: "refused",
      code: "ROLE_NOT_IN_AGREEMENT",
      problem: "actor-not-permitted",
      candidates: [],
      agreement: null,
    });
  }
  return request;
}
