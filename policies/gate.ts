import type { Purpose } from "#schemas/vocabulary.ts";
import { chooseAgreement } from "./choose-agreement.ts";
import type { PolicyRequest, Refusal } from "./decision.ts";
import { whyNotInForce } from "./in-force.ts";
import { isBound, type LoadedAgreement, type PolicySet, type Scope, scopeOf } from "./policy-set.ts";
import { refuse } from "./refuse.ts";

/** The agreement, role and rules under which a request is decided. */
export type ChosenScope = {
  readonly outcome: "chosen";
  readonly agreement: LoadedAgreement;
  readonly party: string;
  readonly role: string;
  readonly purpose: Purpose;
  readonly scope: Scope;
};

type Step = (request: PolicyRequest, agreement: LoadedAgreement) => Refusal | null;

/** Steps 1 to 5 of design/agreements 4.2, in that order; the first failure answers. */
export function passGate(request: PolicyRequest, policies: PolicySet): Refusal | ChosenScope {
  const unavailable = refuseWithoutPolicies(request, policies);
  if (unavailable !== null) {
    return unavailable;
  }
  const agreement = chooseAgreement(request, policies);
  if ("outcome" in agreement) {
    return agreement;
  }
  for (const step of STEPS) {
    const refusal = step(request, agreement);
    if (refusal !== null) {
      return refusal;
    }
  }
  return chosen(request, agreement);
}

function refuseWithoutPolicies({ now }: PolicyRequest, policies: PolicySet): Refusal | null {
  if (policies.agreements.length === 0) {
    return refuse("POLICY_INVALID", "policy-unavailable");
  }
  const isLeaseOver = policies.leaseUntilMs !== null && !(now.getTime() < policies.leaseUntilMs);
  return isLeaseOver ? refuse("AGREEMENT_STATUS_STALE", "policy-unavailable") : null;
}

const STEPS: readonly Step[] = [refuseNotInForce, refuseParty, refuseRole, refusePurpose, refuseEmergency];

function refuseNotInForce({ now }: PolicyRequest, agreement: LoadedAgreement): Refusal | null {
  const code = whyNotInForce(agreement, now.getTime());
  return code === null ? null : refuse(code, "agreement-not-in-force", agreement);
}

function refuseParty({ party, now }: PolicyRequest, agreement: LoadedAgreement): Refusal | null {
  if (!agreement.parties.has(party)) {
    return refuse("NOT_PARTY", "purpose-not-permitted", agreement);
  }
  return isBound(agreement, party, now.getTime())
    ? null
    : refuse("PARTY_NOT_BOUND", "purpose-not-permitted", agreement);
}

function refuseRole(request: PolicyRequest, agreement: LoadedAgreement): Refusal | null {
  const roles = agreement.parties.get(request.party)?.roles ?? [];
  const role = roleOf(request, agreement);
  return role !== null && roles.includes(role)
    ? null
    : refuse("ROLE_NOT_IN_AGREEMENT", "actor-not-permitted", agreement);
}

/** The register's role; for somebody it does not know, the party's default where it has one. */
function roleOf({ role, party }: PolicyRequest, agreement: LoadedAgreement): string | null {
  return role ?? agreement.parties.get(party)?.defaultRole ?? null;
}

function refusePurpose({ purpose }: PolicyRequest, agreement: LoadedAgreement): Refusal | null {
  // Auditing opens the audit routes alone, under no agreement; it never opens a person.
  const named = purpose !== "dpo-audit" && agreement.document.purposes.some((term) => term.id === purpose);
  return named ? null : refuse("PURPOSE_NOT_IN_AGREEMENT", "purpose-not-permitted", agreement);
}

const MINUTE_MS = 60_000;

function refuseEmergency(request: PolicyRequest, agreement: LoadedAgreement): Refusal | null {
  const terms = agreement.document.purposes.find((term) => term.id === request.purpose)?.emergency;
  if (terms === undefined) {
    return null;
  }
  const opened = request.emergency ?? null;
  if (opened === null) {
    return refuse("EMERGENCY_NOT_OPENED", "purpose-not-permitted", agreement);
  }
  const openForMs = request.now.getTime() - opened.openedAt.getTime();
  if (!(openForMs >= 0 && openForMs < terms.maxMinutes * MINUTE_MS)) {
    return refuse("EMERGENCY_WINDOW_CLOSED", "purpose-not-permitted", agreement);
  }
  return terms.secondPerson === true && opened.secondActor === null
    ? refuse("EMERGENCY_SECOND_PERSON", "purpose-not-permitted", agreement)
    : null;
}

function chosen(request: PolicyRequest, agreement: LoadedAgreement): Refusal | ChosenScope {
  const role = roleOf(request, agreement);
  const term = agreement.document.purposes.find(({ id }) => id === request.purpose);
  if (role === null || term === undefined) {
    throw new Error("the gate let a request through without a role or a purpose");
  }
  const { party } = request;
  return {
    outcome: "chosen",
    agreement,
    party,
    role,
    purpose: term.id,
    scope: scopeOf(agreement, party, role, term.id),
  };
}
