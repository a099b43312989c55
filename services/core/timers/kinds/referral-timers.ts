import type { PublishedTimer } from "#schemas/published-timer.ts";
import { addWorkingDays } from "../../casework/referral/working-days.ts";
import { addDays } from "../../facts/calendar.ts";
import type { HeldValues } from "../../facts/held-values.ts";
import type { CaseBeside } from "../case-beside.ts";
import { timer } from "../timer.ts";
import type { TimerSettings } from "../timer-settings.ts";
import { restingOn } from "./resting-on.ts";

/**
 * By when agencies answer about a referral, and by when an urgent registration is ratified. Who has answered is no part of it: a
 * timer that went with the last answer would tell of it.
 */
export function referralTimers(
  held: HeldValues,
  { screeningDays, ratificationDays }: TimerSettings,
  { screenedFrom, unratifiedSince }: CaseBeside,
): readonly PublishedTimer[] {
  const state = held.first("iom.lifecycleState");
  const because = restingOn(state);
  return [
    ...(state?.value === "screening" && screenedFrom !== null
      ? [timer("screening", addWorkingDays(screenedFrom, screeningDays), because)]
      : []),
    ...(unratifiedSince !== null && ratificationDays !== null
      ? [timer("ratification", addDays(unratifiedSince, ratificationDays), because)]
      : []),
  ];
}
