/** When the law lets somebody born on 29 February come of age in a year without one; no source settles it. */
export type LeapDayRule = "28-february" | "1-march";

/** Calendar months later; a day the month does not have becomes its last one (handbook 6.6). */
export function addMonths(date: string, months: number, leapDay: LeapDayRule = "28-february"): string {
  const [year, month, day] = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  const last = lastDayOf(target.year, target.month);
  if (leapDay === "1-march" && day === 29 && month === 2 && target.month === 2 && last === 28) {
    return written(target.year, 3, 1);
  }
  return written(target.year, target.month, Math.min(day, last));
}

export function dayAfter(date: string): string {
  return addDays(date, 1);
}

/** Days of the calendar, whatever the clocks do on them. */
export function addDays(date: string, days: number): string {
  const [year, month, day] = partsOf(date);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

export function laterDate(a: string, b: string): string {
  return a >= b ? a : b;
}

/** The instant at which a date begins in London, RFC 3339 UTC. */
export function londonMidnight(date: string): string {
  const [year, month, day] = partsOf(date);
  const midnight = Date.UTC(year, month - 1, day);
  // London is never behind UTC, and the clocks never change at midnight.
  return new Date(midnight - londonOffsetMs(midnight)).toISOString();
}

const LONDON_HOUR = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", hourCycle: "h23" });
const HOUR_MS = 3_600_000;

function londonOffsetMs(instant: number): number {
  return Number(LONDON_HOUR.format(instant)) * HOUR_MS;
}

function partsOf(date: string): readonly [number, number, number] {
  const [year, month, day] = date.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) {
    throw new RangeError("a date is year, month and day");
  }
  return [year, month, day];
}

function lastDayOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function written(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
