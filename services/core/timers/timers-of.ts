import type { PublishedTimer } from "#schemas/published-timer.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { HeldValues } from "../facts/held-values.ts";
import type { RecordState } from "../record/record-state.ts";
import type { CaseBeside } from "./case-beside.ts";
import { actionTimers } from "./kinds/action-timers.ts";
import { referralTimers } from "./kinds/referral-timers.ts";
import { registrationTimers } from "./kinds/registration-timers.ts";
import { retentionTimers } from "./kinds/retention-timers.ts";
import { sentenceTimers } from "./kinds/sentence-timers.ts";
import { youthTimers } from "./kinds/youth-timers.ts";
import { type TimerSettings, timerSettingsOf } from "./timer-settings.ts";

/**
 * Everything that falls due for a person, soonest first, by the record as it stands. There is no clock in it: a restart, a clock
 * that is put back and a date that changes find the timers as they then are.
 */
export function timersOf(
  { cells }: Pick<RecordState, "cells">,
  scheme: Scheme,
  beside: CaseBeside,
  settings: TimerSettings = timerSettingsOf(scheme),
): readonly PublishedTimer[] {
  const held = new HeldValues(
    cells.filter(({ kind }) => kind === "value"),
    scheme,
  );
  return [
    ...youthTimers(held, settings),
    ...sentenceTimers(held, settings),
    ...registrationTimers(held, settings, beside),
    ...referralTimers(held, settings, beside),
    ...actionTimers(held),
    ...retentionTimers(held, settings),
  ].toSorted((a, b) => compareText(a.dueOn, b.dueOn) || compareText(a.timerId, b.timerId));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
