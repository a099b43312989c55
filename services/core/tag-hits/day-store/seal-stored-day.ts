import { createHash } from "node:crypto";
import { uint32At } from "../grid/columns.ts";
import { recoverArrivals } from "./arrival-log.ts";
import { type Arrivals, addArrival, noArrivals } from "./arrivals.ts";
import { openDayFile, removeDurably, writeDayFile } from "./day-file.ts";
import { arrivalsPath, listDays, sealedPath } from "./day-paths.ts";
import { numberOf } from "./name-numbers.ts";
import { orderArrivals, type PeopleRows } from "./order-arrivals.ts";
import { isUsableQuality } from "./quality.ts";
import { type Rows, roomForRows } from "./rows.ts";
import { type DayContent, sealDay } from "./seal-day.ts";
import { readBlocks, type SealedDay } from "./sealed-day.ts";
import type { StoredDay, StoreState } from "./store-state.ts";
import { arrivalAt, noUnsealed } from "./unsealed-fixes.ts";
import { dayAfter } from "./utc-day.ts";

/** Fixes of a day that the legs of the next one may begin with; more than jumps could ever follow one another. */
const CARRIED_ROWS = 8;

/**
 * Writes a day anew: what its file held and what arrived since, without one person if asked. The new file is complete
 * and durable before the old one and the logs that went into it are deleted, so that whenever the process ends, every
 * fix is in one place or the other.
 */
export async function sealStoredDay(state: StoreState, stored: StoredDay, without: string | null): Promise<void> {
  const { folder } = state;
  await (await stored.log)?.close();
  stored.log = null;
  // The log of what arrived since, if there is one, has the number after that of the file.
  const generation = stored.generation + 1;
  const path = sealedPath(folder, stored.day, generation);
  await writeDayFile(path, sealDay(contentOf(state, stored, without)));
  stored.sealed?.close();
  stored.sealed = openDayFile(path);
  stored.generation = generation;
  stored.unsealed = noUnsealed();
  numberNames(state, stored);
  await removeSuperseded(folder, stored.day, generation);
}

/** Deletes what a newer day file holds already. */
export async function removeSuperseded(folder: string, day: string, generation: number): Promise<void> {
  const paths = (await listDays(folder)).days.get(day);
  for (const old of paths?.sealed.filter((of) => of < generation) ?? []) {
    await removeDurably(sealedPath(folder, day, old));
  }
  for (const old of paths?.arrivals.filter((of) => of <= generation) ?? []) {
    await removeDurably(arrivalsPath(folder, day, old));
  }
}

/** The store's numbers for the names in a sealed file. */
export function numberNames({ people, activations }: StoreState, stored: StoredDay): void {
  const names = stored.sealed?.day.names;
  stored.people = Uint32Array.from(names?.people ?? [], (name) => numberOf(people, name));
  stored.activations = Uint32Array.from(names?.activations ?? [], (name) => numberOf(activations, name));
}

function contentOf(state: StoreState, stored: StoredDay, without: string | null): DayContent {
  const arrivals = allOf(stored);
  const kept = without === null ? arrivals : withoutPerson(arrivals, state.people.numbers.get(without));
  const { names, numbered } = byName(state, kept);
  const ordered = orderArrivals(numbered, names.people.length, state.rule.accuracyMaxM);
  const before = state.days.get(dayAfter(stored.day, -1))?.sealed?.day ?? null;
  const activationNumbers = new Map(names.activations.map((name, number) => [name, number]));
  return {
    day: stored.day,
    names,
    ordered,
    rule: state.rule,
    carried: (person) => carriedOf(before, names.people[person] ?? "", activationNumbers, state.rule.accuracyMaxM),
    carriedIn: before?.header.carriedOut ?? "",
    carriedOut: digestOfLast(ordered, names.people, state.rule.accuracyMaxM),
  };
}

/** What the sealed file holds and what arrived since, in the store's numbers. */
function allOf(stored: StoredDay): Arrivals {
  const all = noArrivals();
  const day = stored.sealed?.day;
  const rows = roomForRows(2_048);
  for (let person = 0; person < stored.people.length && day !== undefined; person += 1) {
    rows.count = 0;
    readBlocks(day, uint32At(day.firstBlock, person), uint32At(day.firstBlock, person + 1), rows);
    addRows(all, rows, uint32At(stored.people, person), stored.activations);
  }
  const { arrivals } = stored.unsealed;
  for (let at = 0; at < arrivals.count; at += 1) {
    addArrival(all, arrivalAt(arrivals, at));
  }
  return all;
}

/** Adds decoded rows of one person, whose activations are numbered as in their file. */
export function addRows(all: Arrivals, rows: Rows, person: number, activations: Uint32Array): void {
  for (let at = 0; at < rows.count; at += 1) {
    addArrival(all, {
      person,
      time: uint32At(rows.time, at),
      east: rows.east[at] ?? 0,
      north: rows.north[at] ?? 0,
      quality: rows.quality[at] ?? 0,
      activation: uint32At(activations, uint32At(rows.activation, at)),
    });
  }
}

function withoutPerson(arrivals: Arrivals, person: number | undefined): Arrivals {
  const kept = noArrivals();
  for (let at = 0; at < arrivals.count; at += 1) {
    if (uint32At(arrivals.person, at) !== person) {
      addArrival(kept, arrivalAt(arrivals, at));
    }
  }
  return kept;
}

/** Numbers people and activations in the order of their names, so that one content always makes the same bytes. */
function byName(state: StoreState, arrivals: Arrivals) {
  const people = orderOf(arrivals.person, arrivals.count, state.people.names);
  const activation = arrivals.activation ?? arrivals.person;
  const activations = orderOf(activation, arrivals.count, state.activations.names);
  const numbered = { ...arrivals, person: arrivals.person.slice(), activation: activation.slice() };
  for (let at = 0; at < arrivals.count; at += 1) {
    numbered.person[at] = people.numbers.get(uint32At(arrivals.person, at)) ?? 0;
    numbered.activation[at] = activations.numbers.get(uint32At(activation, at)) ?? 0;
  }
  return { names: { people: people.names, activations: activations.names }, numbered };
}

function orderOf(column: Uint32Array, count: number, names: readonly string[]) {
  const used = new Set<number>();
  for (let at = 0; at < count; at += 1) {
    used.add(uint32At(column, at));
  }
  const sorted = [...used].map((number) => ({ number, name: names[number] ?? "" }));
  sorted.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { names: sorted.map(({ name }) => name), numbers: new Map(sorted.map(({ number }, at) => [number, at])) };
}

/** The last usable fixes of a person on the day before; an activation that is new here gets a number of its own. */
function carriedOf(
  before: SealedDay | null,
  name: string,
  activationNumbers: ReadonlyMap<string, number>,
  accuracyMaxM: number,
): Rows | null {
  const person = before?.numberOf.get(name);
  if (before === null || person === undefined) {
    return null;
  }
  const rows = roomForRows(2_048);
  readBlocks(before, uint32At(before.firstBlock, person), uint32At(before.firstBlock, person + 1), rows);
  const places = lastUsable(rows, 0, rows.count, accuracyMaxM);
  const carried = roomForRows(CARRIED_ROWS);
  for (const [at, place] of places.entries()) {
    const activation = before.names.activations[uint32At(rows.activation, place)] ?? "";
    carried.time[at] = uint32At(rows.time, place);
    carried.east[at] = rows.east[place] ?? 0;
    carried.north[at] = rows.north[place] ?? 0;
    carried.quality[at] = rows.quality[place] ?? 0;
    carried.activation[at] = activationNumbers.get(activation) ?? 0xffffffff;
  }
  carried.count = places.length;
  return carried;
}

function lastUsable({ quality }: Rows, first: number, end: number, accuracyMaxM: number): readonly number[] {
  const places: number[] = [];
  for (let at = end - 1; at >= first && places.length < CARRIED_ROWS; at -= 1) {
    if (isUsableQuality(quality[at] ?? 0, accuracyMaxM)) {
      places.unshift(at);
    }
  }
  return places;
}

function digestOfLast({ rows, starts, ends }: PeopleRows, people: readonly string[], accuracyMaxM: number): string {
  const hash = createHash("sha256");
  for (const [person, name] of people.entries()) {
    const places = lastUsable(rows, uint32At(starts, person), uint32At(ends, person), accuracyMaxM);
    const told = places.map((at) => [rows.time[at], rows.east[at], rows.north[at], rows.quality[at]]);
    hash.update(JSON.stringify([name, told]));
  }
  return hash.digest("hex");
}

/** Puts what is left of a day's logs into memory. */
export async function recoverDay(
  { folder }: StoreState,
  stored: StoredDay,
  generations: readonly number[],
  take: (fixes: Awaited<ReturnType<typeof recoverArrivals>>) => void,
): Promise<void> {
  for (const generation of generations.filter((of) => of > stored.generation)) {
    take(await recoverArrivals(arrivalsPath(folder, stored.day, generation)));
  }
}
