const DAY_S = 86_400;

/** The UTC day of a moment, as YYYY-MM-DD. */
export function dayOf(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 10);
}

/** The day so many days later; earlier where negative. */
export function dayAfter(day: string, days = 1): string {
  return dayOf(startOf(day) + days * DAY_S);
}

/** The first second of a day. */
function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}
