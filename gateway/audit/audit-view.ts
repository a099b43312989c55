import { explainToOriginator, explainToRecipient, type LoggedExplanation } from "#policies/explain-logged.ts";
import { type ReplayedDecision, replayDecision } from "#policies/replay-decision.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";
import type { LoggedDisclosure } from "./logged-disclosures.ts";
import type { PastAgreements } from "./past-agreements.ts";

export type Rebuilding = {
  readonly pastAgreements: PastAgreements;
  readonly precedence: readonly AgencyType[];
};

/** The decision again, as of then; null where the version it was made under is not kept here. */
export function rebuild(
  { basis, at }: LoggedDisclosure,
  { pastAgreements, precedence }: Rebuilding,
): ReplayedDecision | null {
  const agreement = pastAgreements(basis.agreement, basis.version, at);
  return agreement === null ? null : replayDecision(basis, { agreement, at, precedence });
}

/** What one party may know of a disclosure to it or from it. */
export function explainTo(
  party: string,
  { basis, given }: LoggedDisclosure,
  decision: ReplayedDecision,
): readonly LoggedExplanation[] {
  const past = { basis, given, decision };
  return basis.party === party ? explainToRecipient(past) : explainToOriginator(past, party);
}
