import { addDays } from "../../facts/calendar.ts";

/** So many working days later, Monday to Friday. Bank holidays differ by nation and by year, and count as any other day. */
export function addWorkingDays(day: string, count: number): string {
  let on = day;
  for (let left = count; left > 0; left -= isWorkingDay(on) ? 1 : 0) {
    on = addDays(on, 1);
  }
  return on;
}

function isWorkingDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
