import type { PurposeTerm } from "#policies/agreement-document.ts";
import type { PolicyRequest, Refusal } from "#policies/decision.ts";
import type { ChosenScope } from "#policies/gate.ts";
import { HubError } from "#schemas/problems.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import type { OfficerRegister } from "../disclosure/officer-register.ts";
import { passGate, refuseAtGate } from "../disclosure/pass-gate.ts";
import { policyRequest } from "../disclosure/policy-request.ts";

export type EmergencyTerms = NonNullable<PurposeTerm["emergency"]>;

export type MayOpen = { readonly request: PolicyRequest; readonly scope: ChosenScope; readonly terms: EmergencyTerms };

const RESOURCE = "emergency-access";

/**
 * Whether this caller may open emergency access at all: purpose, agreement, a role for which its emergency rules permit
 * something, and a second person where the agreement wants one. Looks at no person, so the answer is the same for every person.
 */
export async function requireOpener(
  dependencies: DiscloseDependencies,
  caller: VerifiedRequest,
  secondActor: string | null,
): Promise<MayOpen> {
  const { officers, clock, sql } = dependencies;
  refuseNoSecondPerson(officers, caller, secondActor);
  const now = clock.now();
  const asked = policyRequest({ caller, officers, now, outlet: "emergency-access", fields: null });
  const request = { ...asked, emergency: { openedAt: now, secondActor } };
  const gate = { caller, request, resource: RESOURCE };
  const scope = await passGate(dependencies, gate);
  const { document } = scope.agreement;
  const agreement = `${document.id}@${document.version}`;
  const terms = document.purposes.find(({ id }) => id === scope.purpose)?.emergency;
  if (terms === undefined) {
    return refuseAtGate(sql, gate, {
      ...REFUSED,
      code: "PURPOSE_NOT_IN_AGREEMENT",
      problem: "purpose-not-permitted",
      agreement,
    });
  }
  const isNamed = [...scope.scope.fields.values()].some(({ permits }) => permits.length > 0);
  if (!isNamed) {
    return refuseAtGate(sql, gate, {
      ...REFUSED,
      code: "ROLE_NOT_IN_AGREEMENT",
      problem: "actor-not-permitted",
      agreement,
    });
  }
  return { request, scope, terms };
}

const REFUSED: Pick<Refusal, "outcome" | "candidates"> = { outcome: "refused", candidates: [] };

/** Four eyes are two officers of one agency, both of whom the register names. */
function refuseNoSecondPerson(officers: OfficerRegister, caller: VerifiedRequest, secondActor: string | null): void {
  const isAnother = secondActor !== caller.actor && secondActor !== null;
  if (secondActor === null || (isAnother && officers(caller.agencyId, secondActor) !== null)) {
    return;
  }
  const errors = [{ pointer: "/secondActor", message: "is another officer of the caller's own agency" }];
  throw new HubError("validation-failed", "no second person", { extra: { errors } });
}
