import type { Permit, PublicRefusal, Refusal, RefusalCode } from "./decision.ts";
import { type LoadedAgreement, nameOf } from "./policy-set.ts";

/** A refusal with its code for the log and its problem for the caller. */
export function refuse(code: RefusalCode, problem: PublicRefusal, agreement: LoadedAgreement | null = null): Refusal {
  return {
    outcome: "refused",
    code,
    problem,
    candidates: [],
    agreement: agreement === null ? null : nameOf(agreement),
  };
}

/** The refusal in place of a permit whose disclosure came out empty, since every form in it failed. */
export function refuseEmpty({ agreement }: Permit): Refusal {
  const name = `${agreement.id}@${agreement.version}`;
  return { outcome: "refused", code: "NOTHING_TO_SHARE", problem: "not-found", candidates: [], agreement: name };
}
