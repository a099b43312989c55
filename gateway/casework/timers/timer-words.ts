import type { TimerKind } from "#schemas/published-timer.ts";

/** Why something is due, in words that hold of anybody; the values it rests on stand beside it. */
export const TIMER_WORDS: Readonly<Record<TimerKind, string>> = {
  "transfer-starts":
    "The transfer to adult services begins at 17 years and 6 months, or with the order if that is later.",
  "transfer-panel":
    "The transfer panel has to consider a candidate at its first sitting, or at once if none comes before 18.",
  "liaison-starts":
    "The scheme begins with a young person at 17 years and 9 months, or when it accepts them if that is later.",
  "comes-of-age": "The scheme takes over on the 18th birthday.",
  "re-registration-review": "Registration is considered again before the release from a long sentence.",
  "transition-plan": "Support is scaled back by a plan that is ready before the licence or the order ends.",
  "tag-ends": "The order for the tag ends.",
  screening: "Agencies that were asked about a referral answer within the working days the scheme allows.",
  ratification: "An urgent registration lapses unless a panel ratifies it by then.",
  "lead-officer-missing": "A registered person has a lead officer within the days the scheme allows.",
  "rag-review": "A colour is reviewed within the days the scheme sets for it.",
  "supervisor-review": "A supervisor looks whether the work done fits the colour.",
  "plan-action": "An action of the plan is to be done by its day.",
  "meeting-action": "An action of a meeting is to be done by its day.",
  retention: "The hub may keep what it holds no longer than this; its owners keep their own records.",
};
