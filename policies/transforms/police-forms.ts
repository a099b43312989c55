import { byDay, byMonth, type Generaliser } from "./generaliser.ts";
import { offenceKind } from "./offence-categories.ts";
import { everyItem, listOf, textIn } from "./read-value.ts";

/** Offending history -> how much of what kind: `["acquisitive, 10+", "drugs, 1-4"]`. */
export const categoryAndBand: Generaliser = byMonth((value) => {
  const kinds = everyItem(value, (offence) => offenceKind(textIn(offence, "hoCode") ?? ""));
  return kinds === undefined
    ? undefined
    : [...new Set(kinds)].toSorted().map((kind) => `${kind}, ${howMany(kinds.filter((one) => one === kind).length)}`);
});

function howMany(offences: number): string {
  if (offences >= 10) {
    return "10+";
  }
  return offences >= 5 ? "5-9" : "1-4";
}

const DETENTION_MS = 24 * 3_600_000;

/**
 * Arrest -> the day until which the person cannot be seen, and nothing of why. Where the police name no day it is
 * the end of the 24 hours for which they may detain without charge (PACE 1984 s.41).
 */
export const unavailableUntil: Generaliser = byDay((value) => {
  const named = textIn(value, "unavailableUntil");
  if (named !== undefined) {
    return named;
  }
  const arrestedMs = Date.parse(textIn(value, "arrestedAt") ?? "");
  return Number.isNaN(arrestedMs) ? undefined : new Date(arrestedMs + DETENTION_MS).toISOString().slice(0, 10);
});

/** A list -> how many there are. */
export const count: Generaliser = byMonth((value) => listOf(value)?.length);
