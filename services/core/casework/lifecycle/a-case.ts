import { DEFAULT_CASEWORK } from "#schemas/casework-settings.ts";
import type { CaseFacts } from "../case-facts.ts";
import type { LifecycleRules, Move } from "./move.ts";

/** A made-up case on which every guard holds, so that a test can take away one thing at a time. */
export const READY: CaseFacts = {
  today: "2026-11-21",
  state: "active",
  stateBefore: null,
  cohort: "fixed",
  ragStatus: "green",
  greenSince: "2026-08-14",
  isLed: true,
  isReportOpened: true,
  planActions: 1,
  exitPlan: "implemented",
  transitionPlan: "delivered",
  custody: "inside",
  custodialMonths: 72,
  reviewOn: "2026-11-21",
  supervisionEndsOn: "2026-11-20",
  isStatutory: true,
  hasNewOffence: true,
  isUnratified: true,
  ratifyBy: "2026-11-21",
  deferredUntil: "2026-11-20",
  hasInformationCome: true,
  referral: { isUrgent: true, isComplete: true, isDuplicate: false, isScreened: true, isAnswered: true },
};

export const SAID: Omit<Move, "to" | "ground" | "role"> = {
  meetingId: "macc-2026-11",
  rationale: "As the meeting decided.",
  cohort: "fixed",
  positions: [
    { agencyId: "the-police", position: "agree" },
    { agencyId: "the-probation", position: "object" },
  ],
  overrideReason: null,
  agreedInWriting: ["the-police", "the-probation"],
  acceptedBy: "Dorset IOM, reference 12",
};

export const RULES: LifecycleRules = {
  settings: DEFAULT_CASEWORK,
  agencies: [
    { agencyId: "the-police", agencyType: "police" },
    { agencyId: "the-probation", agencyType: "probation" },
    { agencyId: "the-council", agencyType: "housing" },
  ],
};
