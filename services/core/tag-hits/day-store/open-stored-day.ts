import { isDeepStrictEqual } from "node:util";
import { openDayFile } from "./day-file.ts";
import { type DayPaths, sealedPath } from "./day-paths.ts";
import { numberNames, recoverDay, removeSuperseded, sealStoredDay } from "./seal-stored-day.ts";
import { newStoredDay, type StoredDay, type StoreState } from "./store-state.ts";
import { noteFixes } from "./take-fixes.ts";
import { dayAfter } from "./utc-day.ts";

/** Opens the newest file of a day and reads what is left in its logs. */
export async function openStoredDay(state: StoreState, day: string, paths: DayPaths): Promise<void> {
  const stored = newStoredDay(day);
  const newest = paths.sealed.at(-1);
  if (newest !== undefined) {
    stored.sealed = openDayFile(sealedPath(state.folder, day, newest));
    stored.generation = newest;
    numberNames(state, stored);
    await removeSuperseded(state.folder, day, newest);
  }
  state.days.set(day, stored);
  await recoverDay(state, stored, paths.arrivals, (fixes) => noteFixes(state, stored, fixes));
}

/**
 * Seals some days, and after them every day whose file rests on what is no longer so: other settings, or other fixes
 * before midnight. With a person, without that person.
 */
export async function sealUntilSettled(state: StoreState, days: readonly string[], without?: string): Promise<void> {
  for (const day of days.toSorted()) {
    const stored = state.days.get(day);
    if (stored !== undefined) {
      await sealStoredDay(state, stored, without ?? null);
    }
  }
  for (let stale = staleDay(state); stale !== null; stale = staleDay(state)) {
    await sealStoredDay(state, stale, without ?? null);
  }
}

/** The first sealed day whose file has to be written anew. */
function staleDay(state: StoreState): StoredDay | null {
  for (const day of [...state.days.keys()].toSorted()) {
    const stored = state.days.get(day);
    const header = stored?.sealed?.day.header;
    const before = state.days.get(dayAfter(day, -1))?.sealed?.day.header.carriedOut ?? "";
    if (header !== undefined && (header.carriedIn !== before || !isDeepStrictEqual(header.rule, state.rule))) {
      return stored ?? null;
    }
  }
  return null;
}
