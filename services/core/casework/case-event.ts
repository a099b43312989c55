import type { CaseState } from "./case-states.ts";
import type { ReferralBody } from "./referral/referral-event.ts";

/** Why a case moves where its states allow more than one reason for the same move (handbook 6.3, 6.4). */
export const GROUNDS = ["D1", "D3", "died", "deported", "mappa", "urgent", "not-ratified", "lapsed"] as const;
export type Ground = (typeof GROUNDS)[number];

export type Cohort = "fixed" | "flex" | "free";

/** What an agency's representative said of a decision (F-08). Nobody has a veto. */
export type Position = { readonly agencyId: string; readonly position: "agree" | "object" | "abstain" };

export type ExitPlanStatus = "drafted" | "agreed" | "implemented";
export type TransitionPlanStatus = "drafted" | "delivered";

export type CaseBody =
  | {
      readonly kind: "moved";
      /** Where the record said the case stood. */
      readonly from: CaseState | null;
      readonly to: CaseState;
      readonly ground: Ground | null;
      readonly cohort: Cohort | null;
      readonly positions: readonly Position[];
      readonly overrideReason: string | null;
      readonly agreedInWriting: readonly string[];
      readonly acceptedBy: string | null;
      /** For a deferral: until when it waits at most. */
      readonly until: string | null;
    }
  | { readonly kind: "exit-plan"; readonly status: ExitPlanStatus }
  | { readonly kind: "transition-plan"; readonly status: TransitionPlanStatus }
  | { readonly kind: "report-opened" }
  | { readonly kind: "plan-action"; readonly pathway: string; readonly action: string }
  | { readonly kind: "ratified" }
  | { readonly kind: "information-came" }
  | ReferralBody;

/** One thing that people decided or did on a case. Kept for good, never changed. */
export type CaseEvent = {
  readonly eventId: string;
  readonly at: string;
  readonly londonDay: string;
  readonly agencyId: string;
  readonly actor: string;
  readonly role: string;
  readonly meetingId: string | null;
  readonly rationale: string | null;
  readonly body: CaseBody;
};
