import type { Period } from "../agreement-diff.ts";
import { together } from "./policy-words.ts";

/** `, from 1 June 2026, 00:00 UTC until 1 July 2026, 00:00 UTC`; empty for all the time there is. */
export function periodsInWords(periods: readonly Period[]): string {
  const told = periods.map(({ from, until }) =>
    [from === null ? [] : [`from ${instantInWords(from)}`], until === null ? [] : [`until ${instantInWords(until)}`]]
      .flat()
      .join(" "),
  );
  return told.includes("") ? "" : `, ${together(told)}`;
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `1 June 2026, 00:00 UTC` */
function instantInWords(instant: string): string {
  const [year = "", month = "", day = ""] = instant.slice(0, 10).split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}, ${instant.slice(11, 16)} UTC`;
}
