import { addMonths } from "../../facts/calendar.ts";

/** The youth-to-adult transfer panel of one force area, which sits on the same day of every so many months (F-54). */
export type TransferPanel = {
  readonly area: string;
  /** The youth offending team whose young people it considers. */
  readonly yotAgencyId: string;
  readonly firstOn: string;
  readonly everyMonths: number;
};

/** Days of the panel from the first day to the last, both counted. A day the month does not have is its last one. */
export function panelDays({ firstOn, everyMonths }: TransferPanel, from: string, to: string): readonly string[] {
  const days: string[] = [];
  // From the first day each time: adding to a clamped one would keep it at the 30th for good.
  for (let sitting = sittingBefore(firstOn, everyMonths, from); ; sitting += 1) {
    const day = addMonths(firstOn, sitting * everyMonths);
    if (day > to) {
      return days;
    }
    if (day >= from) {
      days.push(day);
    }
  }
}

function sittingBefore(firstOn: string, everyMonths: number, from: string): number {
  const months = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return Math.max(0, Math.floor((months(from) - months(firstOn)) / everyMonths) - 1);
}
