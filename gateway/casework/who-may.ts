import type { PolicyRequest } from "#policies/decision.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { passGate, refuseAtGate } from "../disclosure/pass-gate.ts";
import { policyRequest } from "../disclosure/policy-request.ts";

/** Officers who work with people; of a step of a referral the core asks more (F-01, F-06). */
const EVERY_AGENCY = [
  ...["leadOfficer", "iomSergeant", "iomInspector", "iomCoordinator", "spo", "probationPractitioner"],
  ...["yotWorker", "housingOfficer", "drugWorker", "prisonRep"],
];

/** Which officers may make which move (handbook 2.8). Whether one speaks for a meeting is for the core to ask. */
const WHO_MAY = {
  "people.rag-assessments": ["leadOfficer", "iomSergeant", "iomInspector", "iomCoordinator", "spo"],
  meetings: ["iomInspector", "iomSergeant", "iomCoordinator", "spo"],
  "people.transitions": ["leadOfficer", "iomSergeant", "iomInspector", "iomCoordinator", "spo"],
  "people.case-steps": ["leadOfficer", "iomSergeant", "iomInspector", "iomCoordinator", "spo"],
  "people.reviews": ["iomSergeant", "iomInspector"],
  referrals: EVERY_AGENCY,
  "people.referral-steps": EVERY_AGENCY,
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type CaseMover = PolicyRequest & { readonly role: string };

/** Lets only officers go on whom the register gives one of the roles of a move, under an agreement that lets them act. */
export async function requireCaseRole(
  dependencies: DiscloseDependencies,
  caller: VerifiedRequest,
  outlet: keyof typeof WHO_MAY,
): Promise<CaseMover> {
  const { officers, clock, sql } = dependencies;
  const request = policyRequest({ caller, officers, now: clock.now(), outlet, fields: null });
  const gate = { caller, request, resource: outlet };
  await passGate(dependencies, gate);
  const { role } = request;
  if (role === null || !WHO_MAY[outlet].some((one) => one === role)) {
    return refuseAtGate(sql, gate, {
      outcome: "refused",
      code: "ROLE_NOT_IN_AGREEMENT",
      problem: "actor-not-permitted",
      candidates: [],
      agreement: null,
    });
  }
  return { ...request, role };
}
