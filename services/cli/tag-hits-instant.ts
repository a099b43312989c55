const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Whole Unix seconds of a date and time in ISO 8601; null for what is no real one, such as 31 February. Without a zone
 * it is UTC where `isZoneOptional`, as some senders of `recorded_date` leave it out, and otherwise none.
 */
export function readInstant(text: string, isZoneOptional: boolean): number | null {
  const parts = INSTANT.exec(text);
  const zone = parts?.[7] ?? (isZoneOptional ? "Z" : undefined);
  if (parts === null || zone === undefined) {
    return null;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  if (!isRealDay(year, month, day) || hour > 23 || minute > 59 || second > 59) {
    return null;
  }
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - offsetOf(zone);
}

function isRealDay(year: number, month: number, day: number): boolean {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/** Seconds east of Greenwich. */
function offsetOf(zone: string): number {
  if (zone === "Z") {
    return 0;
  }
  const seconds = Number(zone.slice(1, 3)) * 3_600 + Number(zone.slice(-2)) * 60;
  return zone.startsWith("-") ? -seconds : seconds;
}
