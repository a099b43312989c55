import type { PublicRefusal, Refusal, RefusalCode } from "./decision.ts";
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
