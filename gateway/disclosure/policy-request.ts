import type { PolicyRequest } from "#policies/decision.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { HubError } from "#schemas/problems.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { OfficerRegister } from "./officer-register.ts";

type Asking = {
  readonly caller: VerifiedRequest;
  readonly officers: OfficerRegister;
  readonly now: Date;
  /** Where the answer would leave: `people.read`, `searches`, `updates`. */
  readonly outlet: string;
  readonly fields: readonly FieldPath[] | null;
};

/** What policy is asked on behalf of a signed call: only what was signed, and the register's role and e-mail. */
export function policyRequest({ caller, officers, now, outlet, fields }: Asking): PolicyRequest {
  const { agencyId, actor, purpose, agreementId } = caller;
  if (actor === null || purpose === null) {
    throw new HubError(
      "coverage-insufficient",
      "a route that asks for personal data was reached without actor or purpose",
    );
  }
  const officer = officers(agencyId, actor);
  return {
    now,
    party: agencyId,
    actor,
    actorEmail: officer?.email ?? null,
    role: officer?.role ?? null,
    agreementId,
    purpose,
    outlet,
    fields,
  };
}
