import type { ReferralFacts } from "../case-facts.ts";
import type { FoldedReferral } from "./fold-referral.ts";

/** What guards of the lifecycle ask of a referral, on one London day. A form that was taken is complete: see `whyNotReferred`. */
export function referralFacts(referral: FoldedReferral | null, today: string): ReferralFacts | null {
  if (referral === null) {
    return null;
  }
  const { form, answersBy, screening } = referral;
  const isAnswered = screening.every(({ answer }) => answer !== null);
  return {
    isUrgent: form.urgentReason !== null,
    isComplete: true,
    // One is considered at a time: another that comes meanwhile is refused.
    isDuplicate: false,
    isScreened: answersBy !== null && (isAnswered || today > answersBy),
    isAnswered,
  };
}
