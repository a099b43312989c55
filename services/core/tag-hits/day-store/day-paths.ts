import { readdir } from "node:fs/promises";
import { join } from "node:path";

const SEALED = /^(\d{4}-\d\d-\d\d)\.(\d{6})\.day$/;
const ARRIVALS = /^(\d{4}-\d\d-\d\d)\.(\d{6})\.arrivals$/;

/** A day file holds what was in the logs up to its own generation, so a later log is all that is missing from it. */
export function sealedPath(folder: string, day: string, generation: number): string {
  return join(folder, `${day}.${digits(generation)}.day`);
}

export function arrivalsPath(folder: string, day: string, generation: number): string {
  return join(folder, `${day}.${digits(generation)}.arrivals`);
}

function digits(generation: number): string {
  return String(generation).padStart(6, "0");
}

export type DayPaths = { readonly sealed: number[]; readonly arrivals: number[] };

/** The generations there are of each day, ascending, and the files that a process left unfinished. */
export async function listDays(folder: string) {
  const days = new Map<string, DayPaths>();
  const unfinished: string[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    note(days, SEALED.exec(name), "sealed");
    note(days, ARRIVALS.exec(name), "arrivals");
    if (name.endsWith(".unfinished")) {
      unfinished.push(join(folder, name));
    }
  }
  return { days, unfinished };
}

function note(days: Map<string, DayPaths>, match: RegExpExecArray | null, kind: keyof DayPaths): void {
  const [, day, generation] = match ?? [];
  if (day !== undefined && generation !== undefined) {
    const paths = days.get(day) ?? { sealed: [], arrivals: [] };
    paths[kind].push(Number(generation));
    days.set(day, paths);
  }
}
