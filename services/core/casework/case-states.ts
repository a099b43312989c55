/** Where somebody may stand on the scheme (handbook 6.2). */
export const CASE_STATES = [
  "referred",
  "screening",
  "pendingPanel",
  "rejected",
  "deferred",
  "registered",
  "active",
  "custody",
  "transition",
  "deregistered",
  "longCustody",
  "reRegistrationReview",
  "transferred",
] as const;

export type CaseState = (typeof CASE_STATES)[number];

/** In which there is a case that can be closed. */
export const OPEN_STATES: readonly CaseState[] = [
  "referred",
  "screening",
  "pendingPanel",
  "deferred",
  "registered",
  "active",
  "custody",
  "transition",
  "longCustody",
  "reRegistrationReview",
];

export function caseState(text: string | null): CaseState | null {
  return CASE_STATES.find((one) => one === text) ?? null;
}
