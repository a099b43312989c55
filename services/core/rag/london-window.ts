import { dayAfter, londonMidnight } from "../facts/calendar.ts";
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

/**
 * An event counts while today's date less its local date is at most `days` (handbook 6.1): from the London midnight that begins the
 * day so many days ago.
 */
export function londonWindow(days: number, today: string, now: Date): LondonWindow {
  const [fromMs, toMs] = [beginsAt(today, days), now.getTime()];
  return {
    covers: (instant) => {
      const atMs = Date.parse(instant);
      return atMs >= fromMs && atMs <= toMs;
    },
    endsOn: (instant) => (Number.isFinite(days) ? dayAfter(addDays(londonDay(instant), days)) : null),
  };
}

const BEGINNINGS_KEPT_MAX = 10_000;
const beginnings = new Map<string, number>();

/** Asked for everybody of a night alike, and slow to work out. */
function beginsAt(today: string, days: number): number {
  if (!Number.isFinite(days)) {
    return Number.NEGATIVE_INFINITY;
  }
  const date = addDays(today, -days);
  const known = beginnings.get(date);
  if (known !== undefined) {
    return known;
  }
  if (beginnings.size >= BEGINNINGS_KEPT_MAX) {
    beginnings.clear();
  }
  const begins = Date.parse(londonMidnight(date));
  beginnings.set(date, begins);
  return begins;
}
