import type { PublishedTimer } from "#schemas/published-timer.ts";
import { addMonths } from "../../facts/calendar.ts";
import type { HeldValues } from "../../facts/held-values.ts";
import { londonDay } from "../../record/apply/london-day.ts";
import { timer } from "../timer.ts";
import type { TimerSettings } from "../timer-settings.ts";
import { restingOn } from "./resting-on.ts";

const ADULT_MONTHS = 216;

/** When the hub may no longer keep what it holds: the owners keep their own records (handbook 8.2). */
export function retentionTimers(held: HeldValues, settings: TimerSettings): readonly PublishedTimer[] {
  return [...closedCase(held, settings), ...youthFields(held, settings)];
}

function closedCase(held: HeldValues, { retentionMonths }: TimerSettings): readonly PublishedTimer[] {
  const state = held.first("iom.lifecycleState");
  if (state === null || (state.value !== "deregistered" && state.value !== "rejected")) {
    return [];
  }
  const endsOn = addMonths(londonDay(state.asOf), retentionMonths[state.value]);
  return [timer("retention", endsOn, restingOn(state))];
}

/** What only concerns somebody as a young person came with their orders, and is told of by them (handbook 8.2). */
function youthFields(held: HeldValues, { retentionMonths, leapDay }: TimerSettings): readonly PublishedTimer[] {
  const born = held.birthDate();
  const orders = held.all("youth.youthOrders");
  if (born === null || orders.length === 0) {
    return [];
  }
  const endsOn = addMonths(addMonths(born, ADULT_MONTHS, leapDay), retentionMonths.youth);
  return [timer("retention", endsOn, restingOn(held.first("identity.dateOfBirth"), ...orders), { of: "youth" })];
}
