import { mkdir, rm } from "node:fs/promises";
import type { Fix } from "../matching/fix.ts";
import type { PersonFix } from "./arrival-log.ts";
import { removeDurably } from "./day-file.ts";
import { arrivalsPath, listDays, sealedPath } from "./day-paths.ts";
import type { LegRule } from "./leg-runs.ts";
import { noNames } from "./name-numbers.ts";
import { openStoredDay, sealUntilSettled } from "./open-stored-day.ts";
import { fixesAround } from "./read-person.ts";
import type { StoreState } from "./store-state.ts";
import { checkFixes, takeFixes } from "./take-fixes.ts";

/** What is kept of one day. */
export type DayInfo = {
  readonly day: string;
  /** Of the sealed file; null where the day was never sealed. */
  readonly digest: string | null;
  readonly fixes: number;
  readonly unsealed: number;
};

/**
 * Tracks of tagged people by UTC day. A sealed day is one immutable file; what arrives is in a durable log until its day
 * is sealed anew. One process writes a folder. Everything asked of it sees all that was ever acknowledged.
 */
export type DayStore = AsyncDisposable & {
  /**
   * Resolves once the fixes are durable. The same fix again is a no-op. Throws RangeError, and takes none of them, where
   * one is no fix: a place off the map, a time that is no whole second, an accuracy below nought.
   */
  readonly add: (fixes: readonly PersonFix[]) => Promise<void>;
  /** Seals one day, or all days that something arrived for; a day whose legs over midnight change is sealed anew too. */
  readonly seal: (day?: string) => Promise<void>;
  readonly days: () => readonly DayInfo[];
  /** A person's fixes around a span, with a counted one on either side if there is any within a week: for `judge`. */
  readonly fixesOf: (person: string, from: number, to: number) => readonly Fix[];
  /** Removes everything about one person, from files and logs. */
  readonly forget: (person: string) => Promise<void>;
  /** Deletes whole days before one. */
  readonly dropBefore: (day: string) => Promise<void>;
  /** Reads every byte of every sealed day; throws UnreadableDay if one is not what was sealed. */
  readonly verify: () => void;
  /** For searches of this part alone. */
  readonly state: StoreState;
};

/** Opens the store of a folder, after whatever end its last process came to. */
export async function openDayStore({ folder, rule }: { folder: string; rule: LegRule }): Promise<DayStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const state: StoreState = { folder, rule, days: new Map(), people: noNames(), activations: noNames() };
  const { days, unfinished } = await listDays(folder);
  for (const path of unfinished) {
    await rm(path, { force: true });
  }
  for (const [day, paths] of days) {
    await openStoredDay(state, day, paths);
  }
  await sealUntilSettled(state, []);
  const exclusively = oneAtATime();
  return {
    state,
    add: async (fixes) => {
      checkFixes(fixes);
      await exclusively.shared(() => takeFixes(state, fixes));
    },
    seal: (day) => exclusively.alone(() => sealUntilSettled(state, day === undefined ? unsealedDays(state) : [day])),
    days: () => infoOf(state),
    fixesOf: (person, from, to) => fixesAround(state, person, from, to),
    forget: (person) => exclusively.alone(() => sealUntilSettled(state, [...state.days.keys()].toSorted(), person)),
    dropBefore: (day) => exclusively.alone(() => dropBefore(state, day)),
    verify: () => {
      for (const { sealed } of state.days.values()) {
        sealed?.verify();
      }
    },
    [Symbol.asyncDispose]: () => exclusively.alone(() => close(state)),
  };
}

function unsealedDays(state: StoreState): readonly string[] {
  return [...state.days.values()].filter(({ unsealed }) => unsealed.arrivals.count > 0).map(({ day }) => day);
}

function infoOf(state: StoreState): readonly DayInfo[] {
  return [...state.days.values()]
    .map(({ day, sealed, unsealed }) => ({
      day,
      digest: sealed?.day.digest ?? null,
      fixes: sealed?.day.header.fixes ?? 0,
      unsealed: unsealed.arrivals.count,
    }))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

async function dropBefore(state: StoreState, before: string): Promise<void> {
  for (const [day, stored] of [...state.days].filter(([of]) => of < before)) {
    await (await stored.log)?.close();
    stored.sealed?.close();
    state.days.delete(day);
    const paths = (await listDays(state.folder)).days.get(day);
    // The logs first: a log alone would come back as a day.
    for (const generation of paths?.arrivals ?? []) {
      await removeDurably(arrivalsPath(state.folder, day, generation));
    }
    for (const generation of paths?.sealed ?? []) {
      await removeDurably(sealedPath(state.folder, day, generation));
    }
  }
  await sealUntilSettled(state, []);
}

async function close(state: StoreState): Promise<void> {
  for (const stored of state.days.values()) {
    await (await stored.log)?.close();
    stored.sealed?.close();
  }
  state.days.clear();
}

/** Many may add at once; whoever writes files anew waits for them and then has the store alone. */
function oneAtATime() {
  let gate: Promise<unknown> = Promise.resolve();
  const adding = new Set<Promise<unknown>>();
  return {
    shared: async (work: () => Promise<void>): Promise<void> => {
      await gate;
      const added = work();
      const settled = added.catch(() => undefined);
      adding.add(settled);
      await settled;
      adding.delete(settled);
      await added;
    },
    alone: (work: () => Promise<void>): Promise<void> => {
      const done = gate.then(() => Promise.all(adding)).then(work);
      gate = done.catch(() => undefined);
      return done;
    },
  };
}
