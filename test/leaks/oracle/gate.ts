import type { AgreementInForce } from "./agreement.ts";

export type OracleRequest = {
  readonly now: Date;
  readonly party: string;
  readonly actor: string;
  readonly actorEmail: string | null;
  readonly role: string | null;
  readonly agreementId: string | null;
  readonly purpose: string;
  /** True when the actor has opened emergency access to this person and its window has not closed. */
  readonly emergencyOpened: boolean;
  /** Narrows, never widens. Null: every field. */
  readonly fields: readonly string[] | null;
};

/** What the caller is told; nothing that follows in the log matters to a leak. */
export type OracleRefusal = { readonly refused: string };
export type Scope = { readonly agreement: AgreementInForce; readonly role: string };

const CLOSED_PURPOSES = [
  "iom-case-management",
  "iom-selection",
  "youth-transition",
  "crime-matching",
  "risk-management",
  "tenancy-support",
  "evaluation",
  "emergency",
];

/** Steps 2 to 5 of agreements.md 4.2, with the choice of 4.1; they look at no person. */
export function passGate(request: OracleRequest, agreements: readonly AgreementInForce[]): OracleRefusal | Scope {
  const chosen = request.agreementId === null ? chooseFor(request, agreements) : namedBy(request, agreements);
  return "refused" in chosen ? chosen : enter(request, chosen);
}

function namedBy(request: OracleRequest, agreements: readonly AgreementInForce[]): OracleRefusal | AgreementInForce {
  const named = agreements.find(({ document }) => document.id === request.agreementId);
  return named !== undefined && lists(named, request.party) ? named : { refused: "purpose-not-permitted" };
}

/** Absent, and exactly one active agreement binds this party for this purpose: that one. */
function chooseFor(request: OracleRequest, agreements: readonly AgreementInForce[]): OracleRefusal | AgreementInForce {
  const { party, purpose, now } = request;
  const binding = agreements.filter((one) => lists(one, party) && hasPurpose(one, purpose) && bound(one, party, now));
  const active = binding.filter((one) => inForce(one, now));
  const [only] = active;
  if (only !== undefined) {
    return active.length === 1 ? only : { refused: "agreement-required" };
  }
  const lapsed = binding.some(({ status }) => ["active", "suspended", "terminated"].includes(status.state));
  return { refused: lapsed ? "agreement-not-in-force" : "purpose-not-permitted" };
}

function enter(request: OracleRequest, agreement: AgreementInForce): OracleRefusal | Scope {
  if (!inForce(agreement, request.now)) {
    return { refused: "agreement-not-in-force" };
  }
  if (!bound(agreement, request.party, request.now)) {
    return { refused: "purpose-not-permitted" };
  }
  const party = agreement.document.parties.find(({ id }) => id === request.party);
  const role = request.role ?? party?.defaultRole;
  if (role === undefined || !party?.roles.includes(role)) {
    return { refused: "actor-not-permitted" };
  }
  if (!hasPurpose(agreement, request.purpose) || (request.purpose === "emergency" && !request.emergencyOpened)) {
    return { refused: "purpose-not-permitted" };
  }
  return { agreement, role };
}

function lists({ document }: AgreementInForce, party: string): boolean {
  return document.parties.some(({ id }) => id === party);
}

function hasPurpose({ document }: AgreementInForce, purpose: string): boolean {
  return CLOSED_PURPOSES.includes(purpose) && document.purposes.some(({ id }) => id === purpose);
}

function inForce({ document, status }: AgreementInForce, now: Date): boolean {
  const { from, to } = document.effective;
  return status.state === "active" && Date.parse(from) <= now.getTime() && now.getTime() < Date.parse(to);
}

/** A party is bound from its own signature. */
export function bound({ status }: AgreementInForce, party: string, now: Date): boolean {
  const signedAt = status.signed[party];
  return signedAt !== undefined && Date.parse(signedAt) <= now.getTime();
}
