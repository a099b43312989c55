/** Fixes in the order in which they arrived, in columns; only the first `count` are meant. */
export type Arrivals = {
  count: number;
  /** A number for each person, from 0. */
  person: Uint32Array;
  time: Uint32Array;
  east: Int32Array;
  north: Int32Array;
  quality: Uint16Array;
  /** The number of the activation; null where each person has one alone, of the person's own number. */
  activation: Uint32Array | null;
};

export function noArrivals(size = 1_024): Arrivals {
  return {
    count: 0,
    person: new Uint32Array(size),
    time: new Uint32Array(size),
    east: new Int32Array(size),
    north: new Int32Array(size),
    quality: new Uint16Array(size),
    activation: new Uint32Array(size),
  };
}

export type Arrival = {
  readonly person: number;
  readonly time: number;
  readonly east: number;
  readonly north: number;
  readonly quality: number;
  readonly activation: number;
};

export function addArrival(arrivals: Arrivals, arrival: Arrival): void {
  const at = arrivals.count;
  if (at === arrivals.person.length) {
    Object.assign(arrivals, grown(arrivals));
  }
  arrivals.count = at + 1;
  arrivals.person[at] = arrival.person;
  arrivals.time[at] = arrival.time;
  arrivals.east[at] = arrival.east;
  arrivals.north[at] = arrival.north;
  arrivals.quality[at] = arrival.quality;
  if (arrivals.activation !== null) {
    arrivals.activation[at] = arrival.activation;
  }
}

function grown(arrivals: Arrivals): Arrivals {
  const larger = noArrivals(2 * arrivals.person.length);
  larger.person.set(arrivals.person);
  larger.time.set(arrivals.time);
  larger.east.set(arrivals.east);
  larger.north.set(arrivals.north);
  larger.quality.set(arrivals.quality);
  larger.activation?.set(arrivals.activation ?? []);
  return { ...larger, count: arrivals.count };
}
