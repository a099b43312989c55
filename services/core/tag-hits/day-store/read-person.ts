import { uint32At } from "../grid/columns.ts";
import type { Fix } from "../matching/fix.ts";
import { noArrivals } from "./arrivals.ts";
import { orderArrivals } from "./order-arrivals.ts";
import { fromQuality, isUsableQuality } from "./quality.ts";
import { type Rows, roomForRows } from "./rows.ts";
import { addRows } from "./seal-stored-day.ts";
import { blockBeyond, blockReaching, readBlocks } from "./sealed-day.ts";
import type { StoredDay, StoreState } from "./store-state.ts";
import { copyUnsealed } from "./unsealed-fixes.ts";
import { dayOf } from "./utc-day.ts";

/** What is enough on either side of a window to know what counts in it: two neighbours and the leg between them. */
const NEIGHBOURS = 3;

/** Nothing further away in time can make a fix a jump: there is no place on the grid that far. */
const NEIGHBOUR_S = 6 * 3_600;

/**
 * A person's fixes around a window, from the sealed files and from what arrived since: all in the window, and enough on
 * either side to tell jumps and legs. Activations are in the store's numbers. Overwritten by the next call.
 */
export function rowsAround(
  state: StoreState,
  person: number,
  from: number,
  to: number,
  days: readonly StoredDay[] = daysBetween(state, from - NEIGHBOUR_S, to + NEIGHBOUR_S),
): Rows {
  for (let reach = 1; ; reach *= 4) {
    const { rows, isAll } = gather(state, days, person, { from, to, reach });
    if (isAll || isEnough(rows, from, to, state.rule.accuracyMaxM)) {
      return rows;
    }
  }
}

const gathered = roomForRows(4_096);

/** `reach` blocks more on either side, within a day of the window. */
function gather(
  state: StoreState,
  days: readonly StoredDay[],
  person: number,
  window: Parameters<typeof readSealed>[2],
) {
  gathered.count = 0;
  let isAll = true;
  let unsealed = 0;
  for (const stored of days) {
    isAll = readSealed(stored, person, window, state) && isAll;
    unsealed += stored.unsealed.latest.has(person) ? 1 : 0;
  }
  const rows = unsealed > 0 ? everything(state, days, person) : gathered;
  return { rows, isAll: isAll || unsealed > 0 };
}

/** Appends a person's blocks about the window; false where there are more within reach. */
function readSealed(
  stored: StoredDay,
  person: number,
  window: { readonly from: number; readonly to: number; readonly reach: number },
  state: StoreState,
): boolean {
  const day = stored.sealed?.day;
  const number = day?.numberOf.get(state.people.names[person] ?? "");
  if (day === undefined || number === undefined) {
    return true;
  }
  const [least, most] = [uint32At(day.firstBlock, number), uint32At(day.firstBlock, number + 1)];
  const first = Math.max(least, blockReaching(day, number, window.from) - window.reach);
  const end = Math.min(most, blockBeyond(day, number, window.to) + window.reach);
  const into = gathered.count;
  readBlocks(day, first, end, gathered);
  renumber(gathered, into, stored.activations);
  return first === least && end === most;
}

/** Puts the store's numbers of activations for those of a file; they change seldom from row to row. */
function renumber({ activation, count }: Rows, first: number, numbers: Uint32Array): void {
  for (let at = first; at < count; ) {
    const own = activation[at];
    let end = at + 1;
    while (end < count && activation[end] === own) {
      end += 1;
    }
    activation.fill(numbers[own ?? 0] ?? 0, at, end);
    at = end;
  }
}

/** All there is of a person on the days of a window, with what has not been sealed. */
function everything(state: StoreState, days: readonly StoredDay[], person: number): Rows {
  const all = noArrivals();
  const rows = roomForRows(2_048);
  for (const stored of days) {
    const day = stored.sealed?.day;
    const number = day?.numberOf.get(state.people.names[person] ?? "");
    if (day !== undefined && number !== undefined) {
      rows.count = 0;
      readBlocks(day, uint32At(day.firstBlock, number), uint32At(day.firstBlock, number + 1), rows);
      addRows(all, rows, 0, stored.activations);
    }
    copyUnsealed(stored.unsealed, person, all);
  }
  all.person.fill(0);
  const { rows: ordered, ends } = orderArrivals(all, 1, state.rule.accuracyMaxM);
  ordered.count = uint32At(ends, 0);
  return ordered;
}

/** Whether enough counts before and after. */
export function isEnough(rows: Rows, from: number, to: number, accuracyMaxM: number): boolean {
  let before = 0;
  let after = 0;
  for (let at = 0; at < rows.count; at += 1) {
    if (isUsableQuality(rows.quality[at] ?? 0, accuracyMaxM)) {
      const moment = uint32At(rows.time, at);
      before += Number(moment < from);
      after += Number(moment > to);
    }
  }
  return Math.min(before, after) >= NEIGHBOURS;
}

/** How far a counted fix on either side of a window is looked for. */
const BRACKET_DAYS_MAX = 7;
const DAY_S = 86_400;

/** A person's fixes around a window, with a counted one on either side if there is any within a week. */
export function fixesAround(state: StoreState, name: string, from: number, to: number): readonly Fix[] {
  const person = state.people.numbers.get(name);
  if (person === undefined) {
    return [];
  }
  for (let days = 0; ; days += 1) {
    const rows = rowsAround(state, person, from - days * DAY_S, to + days * DAY_S);
    if (days === BRACKET_DAYS_MAX || isEnough(rows, from, to, state.rule.accuracyMaxM)) {
      return fixesOf(rows, state.activations.names);
    }
  }
}

/** The days of the store that a span touches, in order. */
export function daysBetween(state: StoreState, from: number, to: number): readonly StoredDay[] {
  const [first, last] = [dayOf(Math.max(0, from)), dayOf(to)];
  return [...state.days.values()]
    .filter(({ day }) => day >= first && day <= last)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Rows as the fixes they were, apart from what a day file does not keep: reported speed and the position's id. */
export function fixesOf(rows: Rows, activations: readonly string[]): readonly Fix[] {
  return Array.from({ length: rows.count }, (_, at) => ({
    at: uint32At(rows.time, at),
    eastingCm: rows.east[at] ?? 0,
    northingCm: rows.north[at] ?? 0,
    ...fromQuality(rows.quality[at] ?? 0),
    activation: activations[uint32At(rows.activation, at)] ?? "",
  }));
}
