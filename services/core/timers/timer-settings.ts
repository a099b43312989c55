import type { Scheme } from "#schemas/scheme.ts";
import type { TransferPanel } from "../casework/youth/panel-calendar.ts";
import type { LeapDayRule } from "../facts/calendar.ts";

type ByColour = Readonly<Record<"red" | "amber" | "green", number>>;

/** The intervals that a scheme sets (handbook 2.2, 2.4, 6.1, 6.6, 8.2). */
export type TimerSettings = {
  readonly leapDay: LeapDayRule;
  readonly leadReminderDays: number;
  readonly ragReviewDays: ByColour;
  readonly supervisorReviewDays: ByColour;
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
  ragReviewDays: { red: 7, amber: 14, green: 28 },
  supervisorReviewDays: { red: 14, amber: 28, green: 56 },
  transitionPlanMonths: 3,
  longCustodyMonths: 60,
  reRegistrationMonths: 12,
  retentionMonths: { deregistered: 12, rejected: 6, youth: 3 },
  transferPanels: [],
};

/** What the scheme's way of working says of intervals; the handbook's values for what it leaves open. */
export function timerSettingsOf({ casework }: Pick<Scheme, "casework">): TimerSettings {
  if (casework === undefined) {
    return TIMER_DEFAULTS;
  }
  const { leapDay, leadReminderDays, longCustodyMonths, reRegistrationMonths, transitionMonths } = casework;
  const set = { leapDay, leadReminderDays, longCustodyMonths, reRegistrationMonths };
  return { ...TIMER_DEFAULTS, ...set, transitionPlanMonths: transitionMonths };
}
