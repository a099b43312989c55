import { int32At, uint32At } from "../grid/columns.ts";

/** Gaps between counted fixes, in the order in which a pass met them. They are few: coverage is all the rest. */
export type GapList = { count: number; person: Uint32Array; from: Uint32Array; to: Uint32Array };

const FIRST_SIZE = 1_024;

export function noGaps(): GapList {
  return {
    count: 0,
    person: new Uint32Array(FIRST_SIZE),
    from: new Uint32Array(FIRST_SIZE),
    to: new Uint32Array(FIRST_SIZE),
  };
}

export function noteGap(gaps: GapList, person: number, from: number, to: number): void {
  if (gaps.count === gaps.person.length) {
    for (const name of ["person", "from", "to"] as const) {
      const column = new Uint32Array(2 * gaps.count);
      column.set(gaps[name]);
      gaps[name] = column;
    }
  }
  gaps.person[gaps.count] = person;
  gaps.from[gaps.count] = from;
  gaps.to[gaps.count] = to;
  gaps.count += 1;
}

/** Seconds without a leg between two moments, by person. */
export function gapSecondsBy(gaps: GapList, people: number): (person: number, from: number, to: number) => number {
  const starts = new Int32Array(people + 1);
  for (let at = 0; at < gaps.count; at += 1) {
    const next = uint32At(gaps.person, at) + 1;
    starts[next] = int32At(starts, next) + 1;
  }
  for (let person = 0; person < people; person += 1) {
    starts[person + 1] = int32At(starts, person + 1) + int32At(starts, person);
  }
  const order = new Int32Array(gaps.count);
  const filled = starts.slice();
  for (let at = 0; at < gaps.count; at += 1) {
    const person = uint32At(gaps.person, at);
    const place = int32At(filled, person);
    order[place] = at;
    filled[person] = place + 1;
  }
  return (person, from, to) => {
    let seconds = 0;
    for (let place = int32At(starts, person); place < int32At(starts, person + 1); place += 1) {
      const at = int32At(order, place);
      seconds += Math.max(0, Math.min(uint32At(gaps.to, at), to) - Math.max(uint32At(gaps.from, at), from));
    }
    return seconds;
  };
}
