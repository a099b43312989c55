import type { PublishedTimer } from "#schemas/published-timer.ts";
import { addMonths, dayAfter } from "../../facts/calendar.ts";
import type { HeldValues } from "../../facts/held-values.ts";
import { isAccepted } from "../../facts/lifecycle.ts";
import { memberText } from "../../facts/members.ts";
import { timer } from "../timer.ts";
import type { TimerSettings } from "../timer-settings.ts";
import { restingOn } from "./resting-on.ts";

/** States in which a plan for the end of supervision is somebody's work. */
const WORKED_WITH: ReadonlySet<string> = new Set(["registered", "active"]);

/** What follows from sentences, releases and tags; a date that changes at its source moves its timer. */
export function sentenceTimers(held: HeldValues, settings: TimerSettings): readonly PublishedTimer[] {
  return [...reRegistration(held, settings), ...transitionPlan(held, settings), ...tagEnd(held)];
}

/** Twelve months before the release from a term of five years or more (D2, F-43). */
function reRegistration(held: HeldValues, settings: TimerSettings): readonly PublishedTimer[] {
  const length = held.first("custody.sentenceLengthMonths");
  const release = held.first("custody.expectedReleaseDate");
  const state = held.first("iom.lifecycleState");
  const months = typeof length?.value === "number" ? length.value : 0;
  if (months < settings.longCustodyMonths || typeof release?.value !== "string" || !isAccepted(textOf(state?.value))) {
    return [];
  }
  const reviewOn = addMonths(release.value, -settings.reRegistrationMonths);
  return [timer("re-registration-review", reviewOn, restingOn(length, release, state))];
}

/** The plan to scale support back, before the licence or the order ends (F-44). */
function transitionPlan(held: HeldValues, settings: TimerSettings): readonly PublishedTimer[] {
  const sentence = held.first("probation.sentence");
  const state = held.first("iom.lifecycleState");
  const end = memberText(sentence?.value, "licenceExpiry") ?? memberText(sentence?.value, "orderEnd");
  if (end === null || !WORKED_WITH.has(textOf(state?.value))) {
    return [];
  }
  const dueOn = addMonths(end, -settings.transitionPlanMonths);
  return [timer("transition-plan", dueOn, restingOn(sentence, state), { lapsesOn: dayAfter(end) })];
}

function tagEnd(held: HeldValues): readonly PublishedTimer[] {
  const order = held.first("tag.tagOrder");
  const end = memberText(order?.value, "end");
  return end === null ? [] : [timer("tag-ends", end, restingOn(order), { lapsesOn: dayAfter(end) })];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
