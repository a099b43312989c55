import { RAG_INTERVALS, type RagColour } from "#schemas/rag-intervals.ts";
import type { TransferPanel } from "../casework/youth/panel-calendar.ts";
import type { LeapDayRule } from "../facts/calendar.ts";

/** The intervals that a scheme sets (handbook 2.2, 2.4, 6.1, 6.6, 8.2). */
export type TimerSettings = {
  readonly leapDay: LeapDayRule;
  readonly leadReminderDays: number;
  readonly ragReviewDays: Readonly<Record<RagColour, number>>;
  readonly supervisorReviewDays: Readonly<Record<RagColour, number>>;
  readonly transitionPlanMonths: number;
  readonly longCustodyMonths: number;
  readonly reRegistrationMonths: number;
  readonly retentionMonths: { readonly deregistered: number; readonly rejected: number; readonly youth: number };
  readonly transferPanels: readonly TransferPanel[];
};

/** What holds where a scheme sets nothing else. No transfer panel is known until a scheme names its days. */
export const TIMER_DEFAULTS: TimerSettings = {
  leapDay: "28-february",
  leadReminderDays: 5,
  ragReviewDays: RAG_INTERVALS.reviewDays,
  supervisorReviewDays: RAG_INTERVALS.supervisorReviewDays,
  transitionPlanMonths: 3,
  longCustodyMonths: 60,
  reRegistrationMonths: 12,
  retentionMonths: { deregistered: 12, rejected: 6, youth: 3 },
  transferPanels: [],
};
