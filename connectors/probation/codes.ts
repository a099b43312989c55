/** Sentence types of the code map (samples), and what serving one in custody means. */
export const SENTENCE_TYPES = {
  COMMUNITY_ORDER: "COMMUNITY_ORDER",
  SUSPENDED_SENTENCE: "SUSPENDED_SENTENCE",
  DETERMINATE_CUSTODY: "DETERMINATE_CUSTODY",
} as const;

export const CONTACT_OUTCOMES = {
  attended: "attended",
  acceptableAbsence: "acceptableAbsence",
  failedToAttend: "failedToAttend",
} as const;

export const REQUIREMENT_TYPES = ["DRR", "ATR", "MHTR", "UPW", "RAR"];
