import type { PersonFix } from "./arrival-log.ts";
import { openArrivalLog } from "./arrival-log.ts";
import { arrivalsPath } from "./day-paths.ts";
import { numberOf } from "./name-numbers.ts";
import { qualityOf } from "./quality.ts";
import { newStoredDay, type StoredDay, type StoreState } from "./store-state.ts";
import { addUnsealed } from "./unsealed-fixes.ts";
import { dayOf } from "./utc-day.ts";

const TIME_MAX = 2 ** 32 - 1;
/** Further from the grid's corner than anybody in Great Britain is, and near enough for steps to fit. */
const PLACE_MAX_CM = 500_000_000;

/** Throws RangeError for the first that is no fix; the message names no person and no place. */
export function checkFixes(fixes: readonly PersonFix[]): void {
  for (const [at, fix] of fixes.entries()) {
    const fault = faultOf(fix);
    if (fault !== null) {
      throw new RangeError(`fix ${at + 1} of ${fixes.length}: ${fault}; none of them was taken`);
    }
  }
}

function faultOf({ at, eastingCm, northingCm, accuracyM, person }: PersonFix): string | null {
  if (!Number.isInteger(at) || at < 0 || at > TIME_MAX) {
    return "its time is no whole Unix second";
  }
  if (![eastingCm, northingCm].every((value) => Number.isInteger(value) && Math.abs(value) <= PLACE_MAX_CM)) {
    return "its place is not in whole centimetres on the National Grid";
  }
  if (accuracyM !== null && !(accuracyM >= 0)) {
    return "its accuracy is no length";
  }
  return person === "" ? "it belongs to nobody" : null;
}

/** Logs fixes by day, and then knows of them. */
export async function takeFixes(state: StoreState, fixes: readonly PersonFix[]): Promise<void> {
  const byDay = new Map<string, PersonFix[]>();
  for (const fix of fixes) {
    const day = dayOf(fix.at);
    const others = byDay.get(day) ?? [];
    others.push(fix);
    byDay.set(day, others);
  }
  await Promise.all(
    [...byDay].map(async ([day, some]) => {
      const stored = state.days.get(day) ?? newStoredDay(day);
      state.days.set(day, stored);
      stored.log ??= openArrivalLog(arrivalsPath(state.folder, day, stored.generation + 1));
      await (await stored.log).append(some);
      noteFixes(state, stored, some);
    }),
  );
}

/** Puts fixes that are durable already into memory. */
export function noteFixes(state: StoreState, stored: StoredDay, fixes: readonly PersonFix[]): void {
  for (const fix of fixes) {
    addUnsealed(stored.unsealed, {
      person: numberOf(state.people, fix.person),
      time: fix.at,
      east: fix.eastingCm,
      north: fix.northingCm,
      quality: qualityOf(fix),
      activation: numberOf(state.activations, fix.activation),
    });
  }
}
