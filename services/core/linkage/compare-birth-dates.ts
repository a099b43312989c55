import { editDistance } from "./edit-distance.ts";

export type BirthDateLikeness = "same" | "day-month-swapped" | "one-edit" | "different";

/** Compares two ISO dates in the ways in which dates of birth go wrong. */
export function compareBirthDates(a: string, b: string): BirthDateLikeness {
  if (a === b) {
    return "same";
  }
  if (swapDayAndMonth(a) === b) {
    return "day-month-swapped";
  }
  return editDistance(a.replaceAll("-", ""), b.replaceAll("-", ""), 1) <= 1 ? "one-edit" : "different";
}

/** The date with day and month exchanged, or null when that is no date. */
export function swapDayAndMonth(date: string): string | null {
  const [year, month, day] = date.split("-");
  return day === undefined || Number(day) > 12 ? null : `${year}-${day}-${month}`;
}
