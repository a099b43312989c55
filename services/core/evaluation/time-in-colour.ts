import { daysBetween } from "../rag/london-window.ts";
import { type CaseHistory, COLOURS, type Colour, closedOn } from "./case-history.ts";

export type Period = { readonly from: string; readonly to: string };

export type ColourTime = { readonly colour: Colour; readonly days: number; readonly people: number };

/** Days of management in each colour within a period, first and last day with them; days without any colour are no colour's. */
export function timeInColours(cases: readonly CaseHistory[], period: Period): readonly ColourTime[] {
  return COLOURS.map((colour) => {
    const days = cases.map((one) => daysIn(one, colour, period));
    return { colour, days: days.reduce((sum, each) => sum + each, 0), people: days.filter((each) => each > 0).length };
  });
}

function daysIn(one: CaseHistory, colour: Colour, { from, to }: Period): number {
  const closed = closedOn(one, to)?.on;
  const until = closed === undefined ? dayAfterLast(to) : closed;
  return one.colours.reduce((sum, step, at) => {
    const end = one.colours[at + 1]?.on ?? until;
    const begins = step.on > from ? step.on : from;
    const ends = end < until ? end : until;
    return step.colour === colour && ends > begins ? sum + daysBetween(begins, ends) : sum;
  }, 0);
}

function dayAfterLast(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
