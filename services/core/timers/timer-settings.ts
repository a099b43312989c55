import { DEFAULT_CASEWORK } from "#schemas/casework-settings.ts";
import { type RagColour, ragIntervals } from "#schemas/rag-settings.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { ratificationDays } from "../casework/ratification-days.ts";
import type { TransferPanel } from "../casework/youth/panel-calendar.ts";
import type { LeapDayRule } from "../facts/calendar.ts";

/** The intervals that a scheme sets (handbook 2.2, 2.4, 6.1, 6.6, 8.2). */
export type TimerSettings = {
  readonly leapDay: LeapDayRule;
  readonly leadReminderDays: number;
  /** In working days. */
  readonly screeningDays: number;
  /** From an urgent registration to the last day on which a panel ratifies it; null in a scheme that holds none. */
  readonly ratificationDays: number | null;
  readonly ragReviewDays: Readonly<Record<RagColour, number>>;
  readonly supervisorReviewDays: Readonly<Record<RagColour, number>>;
  readonly transitionPlanMonths: number;
  readonly longCustodyMonths: number;
  readonly reRegistrationMonths: number;
  readonly retentionMonths: { readonly deregistered: number; readonly rejected: number; readonly youth: number };
  readonly transferPanels: readonly TransferPanel[];
};

/** What a scheme sets, and the intervals that hold for all. No transfer panel is known until a scheme names its days. */
export function timerSettingsOf(scheme: Pick<Scheme, "casework" | "rag">): TimerSettings {
  const { casework = DEFAULT_CASEWORK } = scheme;
  const { reviewDays, supervisorReviewDays } = ragIntervals(scheme);
  const { leapDay, leadReminderDays, transitionMonths, longCustodyMonths, reRegistrationMonths } = casework;
  return {
    leapDay,
    leadReminderDays,
    screeningDays: casework.screeningDays,
    ratificationDays: ratificationDays(casework),
    ragReviewDays: reviewDays,
    supervisorReviewDays,
    transitionPlanMonths: transitionMonths,
    longCustodyMonths,
    reRegistrationMonths,
    retentionMonths: { deregistered: 12, rejected: 6, youth: 3 },
    transferPanels: [],
  };
}
