/** Writes dates as yyyy-mm-dd. */
const LONDON_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" });

/** The day of an instant as people here would say it. */
export function londonDay(instant: string): string {
  return LONDON_DAY.format(new Date(instant));
}
