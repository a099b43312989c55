import { int32At, uint32At } from "../grid/columns.ts";
import { type Arrival, type Arrivals, addArrival, noArrivals } from "./arrivals.ts";

/** What has arrived for a day since it was sealed, in columns, with a chain through each person's. */
export type UnsealedFixes = {
  readonly arrivals: Arrivals;
  /** Of each arrival the one before it of the same person, plus one. */
  before: Int32Array;
  /** Of each person, by the store's number, the latest arrival, plus one. */
  readonly latest: Map<number, number>;
};

export function noUnsealed(): UnsealedFixes {
  const arrivals = noArrivals();
  return { arrivals, before: new Int32Array(arrivals.person.length), latest: new Map() };
}

export function addUnsealed(unsealed: UnsealedFixes, arrival: Arrival): void {
  const at = unsealed.arrivals.count;
  addArrival(unsealed.arrivals, arrival);
  if (at === unsealed.before.length) {
    const before = new Int32Array(2 * at);
    before.set(unsealed.before);
    unsealed.before = before;
  }
  unsealed.before[at] = unsealed.latest.get(arrival.person) ?? 0;
  unsealed.latest.set(arrival.person, at + 1);
}

/** Adds one person's arrivals to some others. */
export function copyUnsealed({ arrivals, before, latest }: UnsealedFixes, person: number, into: Arrivals): void {
  for (let at = (latest.get(person) ?? 0) - 1; at >= 0; at = int32At(before, at) - 1) {
    addArrival(into, arrivalAt(arrivals, at));
  }
}

export function arrivalAt(arrivals: Arrivals, at: number): Arrival {
  return {
    person: uint32At(arrivals.person, at),
    time: uint32At(arrivals.time, at),
    east: int32At(arrivals.east, at),
    north: int32At(arrivals.north, at),
    quality: arrivals.quality[at] ?? 0,
    activation: arrivals.activation === null ? 0 : uint32At(arrivals.activation, at),
  };
}
