import { londonDateOf, londonToUtc, type WallTime } from "./london-time.ts";

/** Each reader gives the canonical form, or null when the text is not a real date in that format. */
export type DateFormat = { readonly words: string; readonly read: (text: string) => string | null };

const YEAR_MIN = 1900;
const YEAR_MAX = 2100;

/** No date of any feed is before this. */
export const EARLIEST_INSTANT = `${YEAR_MIN}-01-01T00:00:00Z`;

/** `dd/mm/yyyy` to an ISO date. */
export const UK_DATE: DateFormat = {
  words: "dd/mm/yyyy",
  read: (text) => {
    const parts = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
    return parts === null ? null : dateText(Number(parts[3]), Number(parts[2]), Number(parts[1]));
  },
};

/** `dd/mm/yyyy HH:MM`, Europe/London local time, to UTC. */
export const UK_DATE_TIME: DateFormat = {
  words: "dd/mm/yyyy HH:MM, local time",
  read: (text) => {
    const parts = /^(\d{2})\/(\d{2})\/(\d{4}) (\d{2}):(\d{2})$/.exec(text);
    return parts === null ? null : localInstant(wallTime(parts, [3, 2, 1, 4, 5]));
  },
};

/** `yyyyMMddHHmmss`, UTC. */
export const COMPACT_UTC: DateFormat = {
  words: "yyyyMMddHHmmss, UTC",
  read: (text) => {
    const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
    const wall = parts === null ? null : wallTime(parts, [1, 2, 3, 4, 5, 6]);
    return wall === null || !isReal(wall) ? null : instantText(epochOf(wall));
  },
};

/** A date and time without a zone, `yyyyMMddHHmmss` or `yyyy-mm-ddTHH:MM:SS`, as it stands; null when it is no real one. */
export function readWallTime(text: string): WallTime | null {
  const parts = /^(\d{4})-?(\d{2})-?(\d{2})T?(\d{2}):?(\d{2}):?(\d{2})$/.exec(text);
  const wall = parts === null ? null : wallTime(parts, [1, 2, 3, 4, 5, 6]);
  return wall === null || !isReal(wall) ? null : wall;
}

/** `yyyyMMdd` to an ISO date. */
export const COMPACT_DATE: DateFormat = {
  words: "yyyyMMdd",
  read: (text) => {
    const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
    return parts === null ? null : dateText(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  },
};

/** `yyyy-mm-dd`. */
export const ISO_DATE: DateFormat = {
  words: "yyyy-mm-dd",
  read: (text) => {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    return parts === null ? null : dateText(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  },
};

/** RFC 3339 with `Z` or an offset, to UTC. Without either it is refused: a guess would be an hour out all summer. */
export const ISO_INSTANT: DateFormat = {
  words: "yyyy-mm-ddTHH:MM:SS with Z or an offset",
  read: (text) => {
    const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i.exec(text);
    const wall = parts === null ? null : wallTime(parts, [1, 2, 3, 4, 5, 6]);
    const offset = offsetMinutes(parts?.[8] ?? "");
    if (wall === null || offset === null || !isReal(wall)) {
      return null;
    }
    const millis = Math.floor(Number(`0${parts?.[7] ?? ""}`) * 1000);
    return instantText(epochOf(wall) - offset * 60_000 + millis);
  },
};

/** The same, and `yyyy-mm-dd HH:MM:SS`, which is UTC where its format says so. */
export const PLAIN_INSTANT: DateFormat = {
  words: "yyyy-mm-ddTHH:MM:SS with Z or an offset, or yyyy-mm-dd HH:MM:SS in UTC",
  read: (text) =>
    ISO_INSTANT.read(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(" ", "T")}Z` : text),
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const ZONE_MINUTES: Readonly<Record<string, number>> = { GMT: 0, UTC: 0, BST: 60 };

/**
 * What Java's Date.toString makes, `Tue Sep 08 00:00:00 BST 2026`, to the Europe/London date.
 * The day name says nothing new and is not compared.
 */
export const JAVA_DATE: DateFormat = {
  words: "Tue Sep 08 00:00:00 BST 2026",
  read: (text) => {
    const parts =
      /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) (\d{2}) (\d{2}):(\d{2}):(\d{2}) (GMT|UTC|BST) (\d{4})$/.exec(
        text,
      );
    if (parts === null) {
      return null;
    }
    const month = MONTHS.indexOf(parts[1] ?? "") + 1;
    const wall = wallTime([...parts.slice(0, 1), String(month), ...parts.slice(2)], [7, 1, 2, 3, 4, 5]);
    const zone = ZONE_MINUTES[parts[6] ?? ""] ?? 0;
    return isReal(wall) ? londonDateOf(epochOf(wall) - zone * 60_000) : null;
  },
};

/** Midnight at the start of an ISO date in Europe/London, as UTC: when a fact known only by its day happened. */
export function startOfLondonDay(isoDate: string): string {
  const [year = 0, month = 0, day = 0] = isoDate.split("-").map(Number);
  const epoch = londonToUtc({ year, month, day, hour: 0, minute: 0, second: 0 });
  if (epoch === null) {
    throw new RangeError("midnight always exists in Europe/London");
  }
  return instantText(epoch);
}

/** The Europe/London date of a UTC instant. */
export function londonDate(instant: string): string {
  return londonDateOf(Date.parse(instant));
}

/** RFC 3339 UTC; milliseconds only where there are some. */
export function instantText(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(".000Z", "Z");
}

function wallTime(parts: readonly (string | undefined)[], order: readonly number[]): WallTime {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = order.map((at) => Number(parts[at]));
  return { year, month, day, hour, minute, second };
}

function localInstant(wall: WallTime): string | null {
  const epoch = isReal(wall) ? londonToUtc(wall) : null;
  return epoch === null ? null : instantText(epoch);
}

function dateText(year: number, month: number, day: number): string | null {
  const wall = { year, month, day, hour: 0, minute: 0, second: 0 };
  return isReal(wall) ? new Date(epochOf(wall)).toISOString().slice(0, 10) : null;
}

/** Date.UTC rolls 31 February over into March; reading the parts back shows it. */
function isReal(wall: WallTime): boolean {
  const date = new Date(epochOf(wall));
  return (
    wall.year >= YEAR_MIN &&
    wall.year <= YEAR_MAX &&
    date.getUTCMonth() === wall.month - 1 &&
    date.getUTCDate() === wall.day &&
    wall.hour <= 23 &&
    wall.minute <= 59 &&
    wall.second <= 59
  );
}

function epochOf({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetMinutes(text: string): number | null {
  if (text.toUpperCase() === "Z") {
    return 0;
  }
  const [, sign, hours = "", minutes = ""] = /^([+-])(\d{2}):(\d{2})$/.exec(text) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return sign === undefined || total > 14 * 60 || Number(minutes) > 59 ? null : total * (sign === "-" ? -1 : 1);
}
