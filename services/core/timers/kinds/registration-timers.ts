import type { PublishedTimer } from "#schemas/published-timer.ts";
import { addDays } from "../../facts/calendar.ts";
import type { HeldValues } from "../../facts/held-values.ts";
import { londonDay } from "../../record/apply/london-day.ts";
import { timer } from "../timer.ts";
import type { TimerSettings } from "../timer-settings.ts";
import { restingOn } from "./resting-on.ts";

/** States in which a colour is kept under review; in custody the plan is paused. */
const REVIEWED: ReadonlySet<string> = new Set(["registered", "active", "transition"]);

/** What a registration asks for: a lead officer, and a colour that is looked at again in time (F-21, F-23, F-25). */
export function registrationTimers(held: HeldValues, settings: TimerSettings): readonly PublishedTimer[] {
  const state = held.text("iom.lifecycleState") ?? "";
  return [
    ...(state === "registered" ? leadReminder(held, settings) : []),
    ...(REVIEWED.has(state) ? reviews(held, settings) : []),
  ];
}

function leadReminder(held: HeldValues, { leadReminderDays }: TimerSettings): readonly PublishedTimer[] {
  const registered = held.first("iom.registeredOn");
  if (typeof registered?.value !== "string" || held.first("police.leadOfficer") !== null) {
    return [];
  }
  const because = restingOn(held.first("iom.lifecycleState"), registered);
  const missing = { field: "police.leadOfficer", absent: true } as const;
  return [timer("lead-officer-missing", addDays(registered.value, leadReminderDays), [...because, missing])];
}

/** Each is counted from the assessment that stands: a new one starts both anew. */
function reviews(held: HeldValues, { ragReviewDays, supervisorReviewDays }: TimerSettings): readonly PublishedTimer[] {
  const colour = held.first("iom.ragStatus");
  const setAt = held.first("iom.ragSetAt");
  const rag = colour?.value;
  if (!isColour(rag) || typeof setAt?.value !== "string") {
    return [];
  }
  const setOn = londonDay(setAt.value);
  const because = restingOn(held.first("iom.lifecycleState"), colour, setAt);
  return [
    timer("rag-review", addDays(setOn, ragReviewDays[rag]), because),
    timer("supervisor-review", addDays(setOn, supervisorReviewDays[rag]), because),
  ];
}

function isColour(value: unknown): value is keyof TimerSettings["ragReviewDays"] {
  return value === "red" || value === "amber" || value === "green";
}
