export type RagColour = "red" | "amber" | "green";

/** When what was decided is looked at again, in London days from the decision (handbook 6.1 and F-25). */
export type RagIntervals = {
  readonly reviewDays: Readonly<Record<RagColour, number>>;
  readonly supervisorReviewDays: Readonly<Record<RagColour, number>>;
  /** How long a suggestion of red may wait for somebody to decide. */
  readonly confirmRedHours: number;
};

/** Rules whose windows a scheme may set, in London days. */
export const WINDOWED_RULES = ["R1", "R3", "R4", "R5", "R6", "R7", "R8", "R10", "R11", "R12", "G1", "G3"] as const;
export type WindowedRule = (typeof WINDOWED_RULES)[number];

/** What a scheme's file says of the rating; what it leaves out is as the handbook has it. */
export type RagSchemeSettings = Partial<RagIntervals> & {
  readonly windowDays?: Readonly<Partial<Record<WindowedRule, number>>>;
  readonly pendingMatchHours?: number;
  readonly greenRule?: "strict" | "loose";
  /** Whether somebody in custody is suggested blue. */
  readonly blue?: boolean;
  /** Home Office codes by cohort: `028/01`, or every code of a class as `130/*`. */
  readonly offenceSets?: Readonly<Partial<Record<"fixed" | "flex" | "free", readonly string[]>>>;
};

const USUAL: RagIntervals = {
  reviewDays: { red: 7, amber: 14, green: 28 },
  supervisorReviewDays: { red: 14, amber: 28, green: 56 },
  confirmRedHours: 24,
};

export function ragIntervals({ rag = {} }: { readonly rag?: RagSchemeSettings }): RagIntervals {
  return {
    reviewDays: rag.reviewDays ?? USUAL.reviewDays,
    supervisorReviewDays: rag.supervisorReviewDays ?? USUAL.supervisorReviewDays,
    confirmRedHours: rag.confirmRedHours ?? USUAL.confirmRedHours,
  };
}
