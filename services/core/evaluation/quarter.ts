import type { Period } from "./time-in-colour.ts";

/** A calendar quarter, `2026-Q3`. */
export type Quarter = string;

const QUARTER = /^(20\d{2})-Q([1-4])$/;
const LAST_DAYS: Readonly<Record<string, string>> = { "1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31" };

/**
 * The twelve months that end with a quarter; null for what is none. Reports are of whole quarters: of one day and the next, the
 * difference would be somebody.
 */
export function yearTo(quarter: Quarter): Period | null {
  const [, year, number] = QUARTER.exec(quarter) ?? [];
  const lastDay = LAST_DAYS[number ?? ""];
  if (year === undefined || lastDay === undefined) {
    return null;
  }
  const to = `${year}-${lastDay}`;
  const before = `${Number(year) - 1}-${lastDay}`;
  const from = new Date(Date.parse(`${before}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { from, to };
}

/** The last quarter that is over on a London day. */
export function lastQuarter(today: string): Quarter {
  const [year = 0, month = 1] = today.split("-").map(Number);
  const running = Math.ceil(month / 3);
  return running === 1 ? `${year - 1}-Q4` : `${year}-Q${running - 1}`;
}
