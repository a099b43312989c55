import type { Cohort } from "../../rag/rag-settings.ts";

/** The standard form (F-03, F-05). */
export type ReferralForm = {
  /** `y2a`: a young person on the way to adult services, after the transfer panel (F-04). */
  readonly subtype: "adult" | "y2a";
  readonly criteriaVersion: string;
  readonly criteriaMet: readonly string[];
  readonly proposedCohort: Cohort;
  /** An opinion of who refers (DPA 2018 s.38), kept and told as one. */
  readonly whyIom: string;
  /** Why it cannot wait for the panel; null for an ordinary referral. */
  readonly urgentReason: string | null;
};

/** What an agency says of its own holdings when it is asked. */
export const SCREENING_ANSWERS = ["known", "nothing-held", "concern"] as const;
export type ScreeningAnswer = (typeof SCREENING_ANSWERS)[number];

/** The four parts of an assessment (F-06). */
export const ASSESSMENT_PARTS = ["offences", "local-priorities", "intelligence", "cost-of-crime"] as const;
export type AssessmentPart = (typeof ASSESSMENT_PARTS)[number];

/** What crimes cost, with the version of the table that it was worked out by. */
export type CostEstimate = {
  readonly version: string;
  readonly priceYear: string;
  /** Whether somebody has held the table against its publication. */
  readonly checked: boolean;
  readonly crimes: readonly { readonly crime: string; readonly count: number; readonly pounds: number }[];
  readonly pounds: number;
};

/** Programmes that overlap with the scheme (F-19, F-20). */
export const PROGRAMMES = ["ppo", "dip", "mappa"] as const;
export type Programme = (typeof PROGRAMMES)[number];

/** What is done on a referral. Kept among the events of the case. */
export type ReferralBody =
  | { readonly kind: "referral"; readonly form: ReferralForm }
  /** A form that could not be considered, from an agency that may not be told why: see `refer`. */
  | { readonly kind: "offered"; readonly form: ReferralForm; readonly guard: string }
  | { readonly kind: "screening"; readonly answer: ScreeningAnswer; readonly note: string | null }
  | {
      readonly kind: "assessment";
      readonly part: AssessmentPart;
      readonly finding: string;
      readonly sources: readonly string[];
      readonly cost: CostEstimate | null;
    }
  | { readonly kind: "programme"; readonly programme: Programme; readonly isIn: boolean; readonly criteria: string }
  | {
      readonly kind: "lead";
      readonly leadAgency: string;
      readonly leadOfficer: string;
      readonly officerAgency: string;
    };

export type ReferralStep = Exclude<ReferralBody, { kind: "referral" | "offered" }>;
