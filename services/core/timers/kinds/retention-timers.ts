import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { PublishedTimer } from "#schemas/published-timer.ts";
import { addMonths } from "../../facts/calendar.ts";
import type { HeldValues } from "../../facts/held-values.ts";
import { londonDay } from "../../record/apply/london-day.ts";
import { timer } from "../timer.ts";
import type { TimerSettings } from "../timer-settings.ts";
import { restingOn } from "./resting-on.ts";

const ADULT_MONTHS = 216;
/** What only concerns somebody as a young person (handbook 8.2): the panel's decision goes on to matter. */
const YOUTH_ONLY = [
  "youth.youthOrders",
  "youth.assetPlusSummary",
  "youth.assetPlusNarrative",
  "youth.safeguardingStatus",
  "youth.childExploitationRisk",
  "youth.educationStatus",
  "youth.parentCarer",
  "youth.harmfulBehaviour",
  "youth.speechLanguageNeed",
] as const satisfies readonly FieldPath[];

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

function youthFields(held: HeldValues, { retentionMonths, leapDay }: TimerSettings): readonly PublishedTimer[] {
  const born = held.birthDate();
  const kept = YOUTH_ONLY.flatMap((field) => held.all(field));
  if (born === null || kept.length === 0) {
    return [];
  }
  const endsOn = addMonths(addMonths(born, ADULT_MONTHS, leapDay), retentionMonths.youth);
  return [timer("retention", endsOn, restingOn(held.first("identity.dateOfBirth"), ...kept), { of: "youth" })];
}
