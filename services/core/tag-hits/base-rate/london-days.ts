const DAY_S = 86_400;

const LONDON = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
});

/** The moment at which clocks in London showed the same time so many days before; habits follow clocks, not UTC. */
export function daysBefore(at: number, days: number): number {
  const guess = at - days * DAY_S;
  return guess + aheadS(at) - aheadS(guess);
}

/** Seconds by which London is ahead of UTC. */
function aheadS(at: number): number {
  const parts = new Map(LONDON.formatToParts(at * 1000).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 1, day = 1] = [parts.get("year"), parts.get("month"), parts.get("day")];
  const [hour = 0, minute = 0, second = 0] = [parts.get("hour"), parts.get("minute"), parts.get("second")];
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - at;
}
