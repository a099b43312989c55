import type { PolicyRequest, Refusal } from "./decision.ts";
import { whyNotInForce } from "./in-force.ts";
import { isBound, type LoadedAgreement, type PolicySet } from "./policy-set.ts";
import { refuse } from "./refuse.ts";

/**
 * One agreement for one disclosure (design/agreements 4.1): the one named, or the only one that binds this party
 * for this purpose. An unknown agreement and another's look the same.
 */
export function chooseAgreement(request: PolicyRequest, policies: PolicySet): LoadedAgreement | Refusal {
  const own = currentVersions(request, policies).filter((agreement) => agreement.parties.has(request.party));
  if (request.agreementId !== null) {
    const named = own.find((agreement) => agreement.document.id === request.agreementId);
    return named ?? refuse("NO_AGREEMENT", "purpose-not-permitted");
  }
  const forPurpose = own.filter((agreement) => hasPurpose(agreement, request.purpose));
  const [only, ...others] = forPurpose.filter((agreement) => binds(agreement, request));
  if (only === undefined) {
    return refuseNone(request, forPurpose);
  }
  return others.length === 0 ? only : askWhich([only, ...others]);
}

/** Of each agreement the version in force, else the newest that has lapsed, else the newest: a draft hides no suspension. */
function currentVersions({ now }: PolicyRequest, policies: PolicySet): readonly LoadedAgreement[] {
  const newestOfAllFirst = policies.agreements.toSorted((a, b) => b.document.version - a.document.version);
  const ids = new Set(policies.agreements.map((agreement) => agreement.document.id));
  return [...ids].flatMap((id) => {
    const newestFirst = newestOfAllFirst.filter((agreement) => agreement.document.id === id);
    const inForce = newestFirst.find((version) => whyNotInForce(version, now.getTime()) === null);
    const lapsed = newestFirst.find((version) => whyNotInForce(version, now.getTime()) !== "AGREEMENT_NOT_ACTIVE");
    const current = inForce ?? lapsed ?? newestFirst[0];
    return current === undefined ? [] : [current];
  });
}

function hasPurpose(agreement: LoadedAgreement, purpose: string): boolean {
  return purpose !== "dpo-audit" && agreement.document.purposes.some((term) => term.id === purpose);
}

function binds(agreement: LoadedAgreement, { party, now }: PolicyRequest): boolean {
  return whyNotInForce(agreement, now.getTime()) === null && isBound(agreement, party, now.getTime());
}

function askWhich(agreements: readonly LoadedAgreement[]): Refusal {
  const candidates = agreements.map(({ document: { id, version, title } }) => ({ id, version, title }));
  return {
    ...refuse("AGREEMENT_REQUIRED", "agreement-required"),
    candidates: candidates.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** Says that an agreement is not in force only to a party that it has bound. */
function refuseNone({ party, now }: PolicyRequest, forPurpose: readonly LoadedAgreement[]): Refusal {
  const nowMs = now.getTime();
  const lapsed = forPurpose
    .filter((agreement) => isBound(agreement, party, nowMs))
    .map((agreement) => ({ agreement, code: whyNotInForce(agreement, nowMs) }))
    .find(({ code }) => code !== null && code !== "AGREEMENT_NOT_ACTIVE");
  if (lapsed !== undefined && lapsed.code !== null) {
    return refuse(lapsed.code, "agreement-not-in-force", lapsed.agreement);
  }
  const unsigned = forPurpose.find((agreement) => whyNotInForce(agreement, nowMs) === null);
  return unsigned === undefined
    ? refuse("NO_AGREEMENT", "purpose-not-permitted")
    : refuse("PARTY_NOT_BOUND", "purpose-not-permitted", unsigned);
}
