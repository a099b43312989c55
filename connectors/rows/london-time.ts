/** A time as a clock on the wall shows it. */
export type WallTime = {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

/** Kept, since making one costs more than the rest of a row. */
const LONDON = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

const HOUR_MS = 3_600_000;

/**
 * Europe/London local time to epoch milliseconds. An hour that does not exist (the clocks go forward) gives null: the
 * sender has made a mistake that only the sender can put right. An hour that comes twice (the clocks go back) is read
 * as the first of the two, summer time, so that nothing is dated later than it may have happened.
 */
export function londonToUtc(wall: WallTime): number | null {
  return londonInstants(wall)[0] ?? null;
}

/** Every instant, earliest first, at which a clock in London shows that time: one, two in autumn, none in spring. */
export function londonInstants(wall: WallTime): readonly number[] {
  const asIfUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  return [asIfUtc - HOUR_MS, asIfUtc].filter((epoch) => londonAsIfUtc(epoch) === asIfUtc);
}

/** The Europe/London date of an instant, `yyyy-mm-dd`. */
export function londonDateOf(epochMs: number): string {
  return new Date(londonAsIfUtc(epochMs)).toISOString().slice(0, 10);
}

function londonAsIfUtc(epochMs: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of LONDON.formatToParts(epochMs)) {
    parts[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
