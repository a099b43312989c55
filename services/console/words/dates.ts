const ZONE = "Europe/London";
const LOCALE = "en-GB";

const day = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, weekday: "long", day: "numeric", month: "long" });
const date = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, day: "numeric", month: "long", year: "numeric" });
const dayAndMonth = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, day: "numeric", month: "long" });
const time = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const seconds = new Intl.DateTimeFormat(LOCALE, {
  timeZone: ZONE,
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const yearOf = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, year: "numeric" });
const isoDay = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Tuesday 24 November; with the year where it is not this one. */
function longDay(at: Date, now: Date): string {
  const told = day.format(at).replace(",", "");
  return yearOf.format(at) === yearOf.format(now) ? told : `${told} ${yearOf.format(at)}`;
}

/** 1 April 2028 */
export function fullDate(at: Date): string {
  return date.format(at);
}

/** Tuesday 24 November, 16:05 */
export function dayAndTime(at: Date, now: Date): string {
  return `${longDay(at, now)}, ${time.format(at)}`;
}

/** Tuesday 24 November, 16:05:12: where two entries of one minute must be told apart. */
export function dayAndSecond(at: Date, now: Date): string {
  return `${longDay(at, now)}, ${seconds.format(at)}`;
}

/** today at 16:05, yesterday at 16:05, 19 November at 16:05 */
export function sinceWhen(at: Date, now: Date): string {
  const days = Math.round((Date.parse(isoDay.format(now)) - Date.parse(isoDay.format(at))) / DAY_MS);
  if (days === 0) return `today at ${time.format(at)}`;
  if (days === 1) return `yesterday at ${time.format(at)}`;
  const isThisYear = yearOf.format(at) === yearOf.format(now);
  return `${(isThisYear ? dayAndMonth : date).format(at)} at ${time.format(at)}`;
}

/** Minutes up to one hour, hours up to two days, then days. */
export function ageOf(at: Date, now: Date): string {
  const ms = Math.max(0, now.getTime() - at.getTime());
  if (ms < HOUR_MS) return counted(Math.floor(ms / MINUTE_MS), "minute");
  return ms < 2 * DAY_MS ? counted(Math.floor(ms / HOUR_MS), "hour") : counted(Math.floor(ms / DAY_MS), "day");
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}
