import type { PublishedTimer } from "#schemas/published-timer.ts";
import { addDays } from "../../facts/calendar.ts";
import type { HeldValues } from "../../facts/held-values.ts";
import { londonDay } from "../../record/apply/london-day.ts";
import type { CaseBeside } from "../case-beside.ts";
import { timer } from "../timer.ts";
import type { TimerSettings } from "../timer-settings.ts";
import { forReadersOf, restingOn } from "./resting-on.ts";

/** States in which a colour is kept under review; in custody the plan is paused. */
const REVIEWED: ReadonlySet<string> = new Set(["registered", "active", "transition"]);

/** What a registration asks for: a lead officer, and a colour that is looked at again in time (F-21, F-23, F-25). */
export function registrationTimers(
  held: HeldValues,
  settings: TimerSettings,
  { supervisedAt }: CaseBeside,
): readonly PublishedTimer[] {
  const state = held.text("iom.lifecycleState") ?? "";
  return [
    ...(state === "registered" ? leadReminder(held, settings) : []),
    ...(REVIEWED.has(state) ? reviews(held, settings, supervisedAt) : []),
  ];
}

function leadReminder(held: HeldValues, { leadReminderDays }: TimerSettings): readonly PublishedTimer[] {
  const registered = held.first("iom.registeredOn");
  if (typeof registered?.value !== "string" || held.first("police.leadOfficer") !== null) {
    return [];
  }
  const because = restingOn(held.first("iom.lifecycleState"), registered);
  const missing = forReadersOf("police.leadOfficer", held.agencyOf("police") ?? "");
  return [timer("lead-officer-missing", addDays(registered.value, leadReminderDays), [...because, missing])];
}

/** The colour is reviewed from when it was decided, the work under it from when a supervisor last looked, if ever. */
function reviews(
  held: HeldValues,
  { ragReviewDays, supervisorReviewDays }: TimerSettings,
  supervisedAt: string | null,
): readonly PublishedTimer[] {
  const colour = held.first("iom.ragStatus");
  const setAt = held.first("iom.ragSetAt");
  const rag = colour?.value;
  if (!isColour(rag) || typeof setAt?.value !== "string") {
    return [];
  }
  const because = restingOn(held.first("iom.lifecycleState"), colour, setAt);
  // When a supervisor looks again is for those who may read what is noted beside a colour.
  const forNotes = forReadersOf("iom.ragOverrideNote", colour?.originator ?? "");
  const lookedAt = londonDay(supervisedAt ?? setAt.value);
  return [
    timer("rag-review", addDays(londonDay(setAt.value), ragReviewDays[rag]), because),
    timer("supervisor-review", addDays(lookedAt, supervisorReviewDays[rag]), [...because, forNotes]),
  ];
}

function isColour(value: unknown): value is keyof TimerSettings["ragReviewDays"] {
  return value === "red" || value === "amber" || value === "green";
}
