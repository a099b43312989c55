import type { PolicyRequest } from "#policies/decision.ts";
import { HubError } from "#schemas/problems.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { passGate, refuseAtGate } from "../disclosure/pass-gate.ts";
import { policyRequest } from "../disclosure/policy-request.ts";
import { isId } from "../people/pairwise-ids.ts";
import type { HitRow, HitScope } from "./hit-row.ts";

const MONITORING_ROLES = ["emHub"];
const FORCE_ROLES = ["iomInspector", "iomSergeant", "leadOfficer", "iomCoordinator"];
const STATES: readonly HitRow["state"][] = ["candidate", "qualified", "rejected"];

/**
 * Lets an officer of the monitoring hub or of a police force go on, for matching crimes, and nobody else. What of a hit they then see
 * is for their agreement to say.
 */
export async function requireHitReader(
  dependencies: DiscloseDependencies,
  caller: VerifiedRequest,
): Promise<{ readonly request: PolicyRequest; readonly by: HitScope["by"] }> {
  const { officers, clock, sql } = dependencies;
  const request = policyRequest({ caller, officers, now: clock.now(), outlet: "tag-hits", fields: null });
  const gate = { caller, request, resource: "tag-hit" };
  const refusal = { outcome: "refused", candidates: [], agreement: null } as const;
  if (request.purpose !== "crime-matching") {
    return refuseAtGate(sql, gate, {
      ...refusal,
      code: "PURPOSE_NOT_IN_AGREEMENT",
      problem: "purpose-not-permitted",
    });
  }
  await passGate(dependencies, gate);
  const by = caller.agencyType === "electronic-monitoring" ? "monitoring-hub" : "force";
  const roles = by === "monitoring-hub" ? MONITORING_ROLES : caller.agencyType === "police" ? FORCE_ROLES : [];
  if (request.role === null || !roles.includes(request.role)) {
    return refuseAtGate(sql, gate, { ...refusal, code: "ROLE_NOT_IN_AGREEMENT", problem: "actor-not-permitted" });
  }
  return { request, by };
}

/** What the query asks for. A force has only qualified hits, so that nothing else can be asked of it. */
export function scopeOf({ agencyId, query }: VerifiedRequest, by: HitScope["by"]): HitScope {
  const states = by === "force" ? ["qualified"] : STATES;
  const asked = query.get("state") ?? states[0];
  const state = STATES.find((one) => one === asked && states.includes(one));
  const hitId = query.get("hit") ?? null;
  const wide = query.get("wide") ?? "false";
  if (state === undefined) {
    throw notUnderstood("/state", `is one of ${states.join(", ")}`);
  }
  if (hitId !== null && !isId(hitId)) {
    throw notUnderstood("/hit", "is the id of a hit");
  }
  if (wide !== "true" && wide !== "false") {
    throw notUnderstood("/wide", "is true or false");
  }
  return { agencyId, by, state, wide: wide === "true", hitId };
}

function notUnderstood(pointer: string, message: string): HubError {
  return new HubError("validation-failed", "a query for tag hits was not understood", {
    extra: { errors: [{ pointer, message }] },
  });
}
