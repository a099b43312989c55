import type { Cells } from "../rows/cells.ts";
import { COMPACT_UTC, ISO_INSTANT, instantText, readWallTime } from "../rows/dates.ts";
import { londonInstants, type WallTime } from "../rows/london-time.ts";
import { CRIME_PROBLEMS } from "./crime-problems.ts";

export type CrimeWindow = {
  /** RFC 3339 UTC; empty beside its problem. */
  readonly from: string;
  readonly to: string;
  /** What a reviewer has to know of them. */
  readonly notes: readonly "repeated-hour"[];
};

/** `UTC`: `yyyyMMddHHmmss` alone. `own`: that or ISO, in the zone that `timeZone` names. */
type WindowOptions = { readonly times: "UTC" | "own"; readonly hoursMax: number; readonly now: Date };

const HOUR_MS = 3_600_000;
/** A crime whose time is known this well tells by its end whether local time was sent as UTC. */
const EXACT_MS = 15 * 60_000;
const OWN_WORDS = "yyyyMMddHHmmss or yyyy-mm-ddTHH:MM:SS, in timeZone";
const ZONES = { UTC: "UTC", "Europe/London": "Europe/London" } as const;

/** When a crime can have happened: both ends belong to it, and may be the same instant. */
export function readCrimeWindow(cells: Cells, { times, hoursMax, now }: WindowOptions): CrimeWindow {
  const zone = times === "UTC" ? "UTC" : (cells.code("timeZone", ZONES) ?? "UTC");
  const read = (name: Bound) => readInstants(cells, name, times, zone);
  const [from, to] = [read("crimeDateFrom"), read("crimeDateTo")];
  const [earliest, latest] = [from[0], to.at(-1)];
  if (earliest === undefined || latest === undefined) {
    return { from: "", to: "", notes: [] };
  }
  reportWindow(cells, latest - earliest, hoursMax);
  if (latest - earliest <= EXACT_MS && latest > now.getTime()) {
    cells.report(CRIME_PROBLEMS.looksLocal());
  }
  const isRepeated = from.length > 1 || to.length > 1;
  if (isRepeated) {
    cells.report(CRIME_PROBLEMS.repeatedHour());
  }
  return { from: instantText(earliest), to: instantText(latest), notes: isRepeated ? ["repeated-hour"] : [] };
}

function reportWindow(cells: Cells, lengthMs: number, hoursMax: number): void {
  if (lengthMs < 0) {
    cells.report(CRIME_PROBLEMS.order());
  }
  if (lengthMs > hoursMax * HOUR_MS) {
    cells.report(CRIME_PROBLEMS.window(hoursMax));
  }
}

type Bound = "crimeDateFrom" | "crimeDateTo";

/** Every instant that the cell can mean, earliest first; none beside its problem. */
function readInstants(cells: Cells, name: Bound, times: "UTC" | "own", zone: keyof typeof ZONES): readonly number[] {
  const sent = cells.text(name) ?? "";
  const told = times === "UTC" ? COMPACT_UTC.read(sent) : ISO_INSTANT.read(sent);
  if (told !== null) {
    return [Date.parse(told)];
  }
  const wall = times === "own" ? readWallTime(sent) : null;
  if (wall === null) {
    const words = times === "UTC" ? COMPACT_UTC.words : OWN_WORDS;
    cells.report(name === "crimeDateFrom" ? CRIME_PROBLEMS.from(words) : CRIME_PROBLEMS.to(words));
    return [];
  }
  const instants = instantsOf(wall, zone);
  if (instants.length === 0) {
    cells.report(CRIME_PROBLEMS.missingHour(name));
  }
  return instants;
}

function instantsOf(wall: WallTime, zone: keyof typeof ZONES): readonly number[] {
  const { year, month, day, hour, minute, second } = wall;
  return zone === "UTC" ? [Date.UTC(year, month - 1, day, hour, minute, second)] : londonInstants(wall);
}
