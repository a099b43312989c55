import type { Agreement } from "./agreement-document.ts";
import { decide } from "./decide.ts";
import type { Permit, PolicyRequest } from "./decision.ts";
import { loadAgreements } from "./load-agreements.ts";
import { madeUpRequest } from "./made-up-record.ts";
import type { AgreementState, AgreementStatus, PolicySet, SharingTerms, WithheldFields } from "./policy-set.ts";

type Source = {
  readonly document: Agreement;
  readonly state?: AgreementState;
  readonly unsigned?: readonly string[];
  readonly withheld?: readonly WithheldFields[];
};

/** A version that has always stood where it stands. */
export function standing(
  state: AgreementState,
  boundFrom: AgreementStatus["boundFrom"] = {},
  withheld: readonly WithheldFields[] = [],
): AgreementStatus {
  return { steps: [{ from: null, state }], boundFrom, withheld };
}

/** Agreements in force for tests, signed by every party at their beginning but for those named. */
export function policiesOf(sources: readonly Source[], terms: SharingTerms = {}): PolicySet {
  const loaded = loadAgreements(
    sources.map(({ document, state = "active", unsigned = [], withheld = [] }) => {
      const signed = document.parties.filter(({ id }) => !unsigned.includes(id));
      const boundFrom = Object.fromEntries(signed.map(({ id }) => [id, document.effective.from]));
      return { document, status: standing(state, boundFrom, withheld) };
    }),
    terms,
  );
  if ("faults" in loaded) {
    throw new Error(loaded.faults.map(({ message }) => message).join("\n"));
  }
  return loaded.policies;
}

/** The permit for a request that a test expects to be permitted. */
export function permitFor(
  policies: PolicySet,
  request: Partial<PolicyRequest>,
  record: Parameters<typeof decide>[1],
): Permit {
  const decision = decide(madeUpRequest(request), record, policies);
  if (decision.outcome === "refused") {
    throw new Error(`refused: ${decision.code}`);
  }
  return decision;
}
