import type { RefusalCode } from "#policies/decision.ts";
import type { Officer } from "#policies/life/draft-moves.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { OfficerRegister } from "../disclosure/officer-register.ts";
import { refuseAtGate } from "../disclosure/pass-gate.ts";
import { policyRequest } from "../disclosure/policy-request.ts";

export type DpoGate = { readonly sql: Sql; readonly clock: Clock; readonly officers: OfficerRegister };

/**
 * Lets only a data protection officer go on, and only for `dpo-audit`, which needs no agreement (design/agreements 4.1). The
 * role comes from the officer register. A refusal is logged before it is answered.
 */
export async function requireDpo({ sql, clock, officers }: DpoGate, caller: VerifiedRequest): Promise<Officer> {
  const request = policyRequest({ caller, officers, now: clock.now(), outlet: "agreements", fields: null });
  const gate = { caller, request, resource: "agreement" };
  const refuse = (code: RefusalCode, problem: "purpose-not-permitted" | "actor-not-permitted") =>
    refuseAtGate(sql, gate, { outcome: "refused", code, problem, candidates: [], agreement: null });
  if (request.purpose !== "dpo-audit") {
    return refuse("PURPOSE_NOT_IN_AGREEMENT", "purpose-not-permitted");
  }
  if (request.role !== "dpo") {
    return refuse("ROLE_NOT_IN_AGREEMENT", "actor-not-permitted");
  }
  return { party: request.party, actor: request.actor };
}
