import type { PolicyRequest } from "#policies/decision.ts";
import type { Purpose } from "#schemas/vocabulary.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { DiscloseDependencies } from "./disclose.ts";
import { refuseAtGate } from "./pass-gate.ts";
import { policyRequest } from "./policy-request.ts";

type Required = {
  /** Roles of the officer register; null: whoever the register names. */
  readonly roles: readonly string[] | null;
  readonly purposes: readonly Purpose[];
  /** For the log, as a route's outlet and resource. */
  readonly resource: string;
};

/**
 * Lets only officers go on whom the register names, in one of these roles and for one of these purposes. No agreement is asked:
 * what an agency owes of itself it owes also after an agreement has ended. A refusal is logged before it is answered.
 */
export async function requireRole(
  { sql, officers, clock }: Pick<DiscloseDependencies, "sql" | "officers" | "clock">,
  caller: VerifiedRequest,
  { roles, purposes, resource }: Required,
): Promise<PolicyRequest> {
  const request = policyRequest({ caller, officers, now: clock.now(), outlet: resource, fields: null });
  const refusal = { outcome: "refused", candidates: [], agreement: null } as const;
  if (!purposes.some((purpose) => purpose === request.purpose)) {
    const wrong = { ...refusal, code: "PURPOSE_NOT_IN_AGREEMENT", problem: "purpose-not-permitted" } as const;
    return refuseAtGate(sql, { caller, request, resource }, wrong);
  }
  if (request.role === null || (roles !== null && !roles.includes(request.role))) {
    const wrong = { ...refusal, code: "ROLE_NOT_IN_AGREEMENT", problem: "actor-not-permitted" } as const;
    return refuseAtGate(sql, { caller, request, resource }, wrong);
  }
  return request;
}
