/** Writes dates as yyyy-mm-dd. */
const LONDON_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" });

const HOUR_MS = 3_600_000;
const HOURS_KEPT_MAX = 50_000;
const known = new Map<number, string>();

/** The day of an instant as people here would say it. London's clocks differ by whole hours from UTC, so an hour has one day. */
export function londonDay(instant: string): string {
  const hour = Math.floor(Date.parse(instant) / HOUR_MS);
  return known.get(hour) ?? remembered(hour, LONDON_DAY.format(hour * HOUR_MS));
}

function remembered(hour: number, day: string): string {
  if (known.size >= HOURS_KEPT_MAX) {
    known.clear();
  }
  known.set(hour, day);
  return day;
}
