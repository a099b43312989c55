import type { AgreementState, LoadedAgreement } from "./policy-set.ts";

export type NotInForce =
  | "AGREEMENT_NOT_ACTIVE"
  | "AGREEMENT_TERMINATED"
  | "AGREEMENT_SUSPENDED"
  | "AGREEMENT_NOT_YET_EFFECTIVE"
  | "AGREEMENT_EXPIRED";

/** Where the version stands at that instant; before its first step it is no more than a draft. */
export function stateAt({ steps }: Pick<LoadedAgreement, "steps">, nowMs: number): AgreementState {
  return steps.findLast(({ fromMs }) => fromMs <= nowMs)?.state ?? "draft";
}

/** Null while the agreement is in force: `from <= now < to`, without grace. */
export function whyNotInForce(agreement: LoadedAgreement, nowMs: number): NotInForce | null {
  const state = stateAt(agreement, nowMs);
  if (state === "terminated") {
    return "AGREEMENT_TERMINATED";
  }
  if (state === "suspended") {
    return "AGREEMENT_SUSPENDED";
  }
  if (state !== "active") {
    return "AGREEMENT_NOT_ACTIVE";
  }
  if (nowMs < agreement.fromMs) {
    return "AGREEMENT_NOT_YET_EFFECTIVE";
  }
  return nowMs < agreement.toMs ? null : "AGREEMENT_EXPIRED";
}
