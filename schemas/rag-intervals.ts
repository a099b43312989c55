export type RagColour = "red" | "amber" | "green";

/** When what was decided is looked at again, in London days from the decision (handbook 6.1 and F-25). */
export type RagIntervals = {
  readonly reviewDays: Readonly<Record<RagColour, number>>;
  readonly supervisorReviewDays: Readonly<Record<RagColour, number>>;
  /** How long a suggestion of red may wait for somebody to decide. */
  readonly confirmRedHours: number;
};

export const RAG_INTERVALS: RagIntervals = {
  reviewDays: { red: 7, amber: 14, green: 28 },
  supervisorReviewDays: { red: 14, amber: 28, green: 56 },
  confirmRedHours: 24,
};
