import { dayAfter } from "../facts/calendar.ts";
import { londonDay } from "../record/apply/london-day.ts";

const DAY_MS = 86_400_000;

/** Whole days from one date to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A window that ends today in London. What has not happened yet does not count. */
export type LondonWindow = {
  readonly covers: (instant: string) => boolean;
  /** The first London day on which something of this instant no longer counts; null where nothing ends it. */
  readonly endsOn: (instant: string) => string | null;
};

/** An event counts while today's date less its local date is at most `days` (handbook 6.1). */
export function londonWindow(days: number, now: Date): LondonWindow {
  const today = londonDay(now.toISOString());
  return {
    covers: (instant) => Date.parse(instant) <= now.getTime() && daysBetween(londonDay(instant), today) <= days,
    endsOn: (instant) => (Number.isFinite(days) ? dayAfter(addDays(londonDay(instant), days)) : null),
  };
}
