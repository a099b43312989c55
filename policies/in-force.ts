import type { LoadedAgreement } from "./policy-set.ts";

export type NotInForce =
  | "AGREEMENT_NOT_ACTIVE"
  | "AGREEMENT_TERMINATED"
  | "AGREEMENT_SUSPENDED"
  | "AGREEMENT_NOT_YET_EFFECTIVE"
  | "AGREEMENT_EXPIRED";

/** Null while the agreement is in force: `from <= now < to`, without grace. */
export function whyNotInForce(agreement: LoadedAgreement, nowMs: number): NotInForce | null {
  if (agreement.state === "terminated") {
    return "AGREEMENT_TERMINATED";
  }
  if (agreement.state === "suspended") {
    return "AGREEMENT_SUSPENDED";
  }
  if (agreement.state !== "active") {
    return "AGREEMENT_NOT_ACTIVE";
  }
  if (nowMs < agreement.fromMs) {
    return "AGREEMENT_NOT_YET_EFFECTIVE";
  }
  return nowMs < agreement.toMs ? null : "AGREEMENT_EXPIRED";
}
