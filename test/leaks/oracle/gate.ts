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
  const named = versionsThatCount(agreements, request.now).find(({ document }) => document.id === request.agreementId);
  return named !== undefined && lists(named, request.party) ? named : { refused: "purpose-not-permitted" };
}

/** Absent, and exactly one active agreement binds this party for this purpose: that one. */
function chooseFor(request: OracleRequest, agreements: readonly AgreementInForce[]): OracleRefusal | AgreementInForce {
  const { party, purpose, now } = request;
  const versions = versionsThatCount(agreements, now);
  const binding = versions.filter((one) => lists(one, party) && hasPurpose(one, purpose) && bound(one, party, now));
  const active = binding.filter((one) => inForce(one, now));
  const [only] = active;
  if (only !== undefined) {
    return active.length === 1 ? only : { refused: "agreement-required" };
  }
  const lapsed = binding.some((one) => hasBegun(one, now));
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

/** Of each agreement the newest version in force; without one the newest that was; else the newest. */
function versionsThatCount(agreements: readonly AgreementInForce[], now: Date): readonly AgreementInForce[] {
  return agreements.filter((one) => {
    const rivals = agreements.filter(({ document }) => document.id === one.document.id);
    return rivals.every((rival) => rival === one || outranks(one, rival, now));
  });
}

function outranks(one: AgreementInForce, rival: AgreementInForce, now: Date): boolean {
  const standing = (version: AgreementInForce) => (inForce(version, now) ? 2 : hasBegun(version, now) ? 1 : 0);
  const ahead = standing(one) - standing(rival);
  return ahead > 0 || (ahead === 0 && one.document.version > rival.document.version);
}

/** Has been made active, whatever became of it but for a newer version. */
function hasBegun({ status }: AgreementInForce, now: Date): boolean {
  return ["active", "suspended", "terminated"].includes(stateAt(status, now));
}

function stateAt({ steps }: AgreementInForce["status"], now: Date): string {
  let state = "draft";
  for (const step of steps) {
    if (step.from === null || Date.parse(step.from) <= now.getTime()) {
      state = step.state;
    }
  }
  return state;
}

function lists({ document }: AgreementInForce, party: string): boolean {
  return document.parties.some(({ id }) => id === party);
}

function hasPurpose({ document }: AgreementInForce, purpose: string): boolean {
  return CLOSED_PURPOSES.includes(purpose) && document.purposes.some(({ id }) => id === purpose);
}

function inForce({ document, status }: AgreementInForce, now: Date): boolean {
  const { from, to } = document.effective;
  return stateAt(status, now) === "active" && Date.parse(from) <= now.getTime() && now.getTime() < Date.parse(to);
}

/** A party is bound from its own signature. */
export function bound({ status }: AgreementInForce, party: string, now: Date): boolean {
  const signedAt = status.signed[party];
  return signedAt !== undefined && Date.parse(signedAt) <= now.getTime();
}
