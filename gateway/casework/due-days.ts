/** Writes dates as yyyy-mm-dd. */
const LONDON_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" });
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The London day that comes so many days after the London day of an instant. */
export function dueOn(instant: string, days: number): string {
  const from = LONDON_DAY.format(new Date(instant));
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** RFC 3339 UTC. */
export function hoursAfter(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * HOUR_MS).toISOString();
}
