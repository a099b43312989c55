import { deepStrictEqual } from "node:assert/strict";
import type { Agreement } from "#policies/agreement-document.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import { standing } from "#policies/made-up-policies.ts";
import { ACTIVE, held, madeUpRecord, madeUpRequest, NOW } from "#policies/made-up-record.ts";
import type { AgreementState } from "#policies/policy-set.ts";
import { readDraft } from "../../agreement-drafts.ts";
import type { Check } from "../engine.ts";

const WORKED: Agreement = readDraft("worked-example.isa.yaml");
const SIGNED = Object.fromEntries(WORKED.parties.map(({ id }) => [id, WORKED.effective.from]));
const INSPECTOR = { party: "hampshire-police", role: "iomInspector", purpose: "emergency" };
const opened = (msBefore: number) => ({ openedAt: new Date(NOW.getTime() - msBefore), secondActor: null });
const HOUR_MS = 3_600_000;

type Row = {
  readonly says: string;
  readonly request?: Partial<PolicyRequest>;
  readonly state?: AgreementState;
  /** When probation signed. */
  readonly signed?: string;
  readonly secondPerson?: boolean;
  readonly leaseUntilMs?: number;
  readonly code: string;
};

/** What stands before any field, at its edges. */
const ROWS: readonly Row[] = [
  { says: "the usual request passes", code: "permit" },
  { says: "a role that is not the party's", request: { role: "housingOfficer" }, code: "ROLE_NOT_IN_AGREEMENT" },
  {
    says: "nobody known at an agency without a default",
    request: { party: "solent-housing", role: null, purpose: "tenancy-support" },
    code: "ROLE_NOT_IN_AGREEMENT",
  },
  { says: "nobody known at an agency with one", request: { role: null }, code: "permit" },
  {
    says: "a role of one's own, not the default",
    request: { party: "hampshire-police", role: "cleaner" },
    code: "ROLE_NOT_IN_AGREEMENT",
  },
  { says: "an emergency that nobody opened", request: INSPECTOR, code: "EMERGENCY_NOT_OPENED" },
  { says: "an emergency just opened", request: { ...INSPECTOR, emergency: opened(0) }, code: "permit" },
  { says: "one opened later", request: { ...INSPECTOR, emergency: opened(-1) }, code: "EMERGENCY_WINDOW_CLOSED" },
  { says: "its last instant", request: { ...INSPECTOR, emergency: opened(HOUR_MS - 1) }, code: "permit" },
  {
    says: "the end of its hour",
    request: { ...INSPECTOR, emergency: opened(HOUR_MS) },
    code: "EMERGENCY_WINDOW_CLOSED",
  },
  {
    says: "no second person where one is asked for",
    request: { ...INSPECTOR, emergency: opened(0) },
    secondPerson: true,
    code: "EMERGENCY_SECOND_PERSON",
  },
  { says: "the last instant of the lease", leaseUntilMs: NOW.getTime() + 1, code: "permit" },
  { says: "the end of the lease", leaseUntilMs: NOW.getTime(), code: "AGREEMENT_STATUS_STALE" },
  { says: "a purpose that is not in the agreement", request: { purpose: "crime-matching" }, code: "NO_AGREEMENT" },
  {
    says: "that purpose under the agreement named",
    request: { purpose: "crime-matching", agreementId: WORKED.id },
    code: "PURPOSE_NOT_IN_AGREEMENT",
  },
  { says: "another's agreement", request: { agreementId: "another" }, code: "NO_AGREEMENT" },
  { says: "a suspended agreement", state: "suspended", code: "AGREEMENT_SUSPENDED" },
  { says: "a draft", state: "draft", code: "NO_AGREEMENT" },
  {
    says: "one's own signature in a moment",
    signed: at(1),
    code: "PARTY_NOT_BOUND",
  },
  {
    says: "one's own signature just now",
    signed: at(0),
    code: "permit",
  },
  { says: "the first instant of the agreement", request: { now: new Date(WORKED.effective.from) }, code: "permit" },
  {
    says: "the moment before it",
    request: { now: before(WORKED.effective.from) },
    code: "AGREEMENT_NOT_YET_EFFECTIVE",
  },
  { says: "the last moment of the agreement", request: { now: before(WORKED.effective.to) }, code: "permit" },
  { says: "the end of the agreement", request: { now: new Date(WORKED.effective.to) }, code: "AGREEMENT_EXPIRED" },
];

function at(offsetMs: number): string {
  return new Date(NOW.getTime() + offsetMs).toISOString();
}

function before(instant: string): Date {
  return new Date(Date.parse(instant) - 1);
}

/** Steps 1 to 5 of design/agreements 4.2, each with its code and at both of its edges. */
export const GATE: Check = {
  name: "gate",
  holds: (engine) => {
    for (const {
      says,
      request,
      state = "active",
      signed = EARLY,
      secondPerson = false,
      leaseUntilMs = null,
      code,
    } of ROWS) {
      const purposes = WORKED.purposes.map((term) =>
        term.emergency === undefined ? term : { ...term, emergency: { ...term.emergency, secondPerson } },
      );
      const status = standing(state, { ...SIGNED, "solent-probation": signed });
      const agreement = engine.indexAgreement({ ...WORKED, purposes }, status);
      const policies = { agreements: [agreement], hostOf: new Map(), precedence: [], leaseUntilMs };
      const own = held(request?.party ?? "solent-probation", "x");
      const record = madeUpRecord({ "identity.lastName": [own] }, ACTIVE);
      const decision = engine.decide(madeUpRequest(request), record, policies);
      deepStrictEqual(decision.outcome === "refused" ? decision.code : "permit", code, says);
    }
  },
};

/** The one who asks has signed long before, so that the agreement's own edges are what is tried. */
const EARLY = "2026-01-01T00:00:00Z";
