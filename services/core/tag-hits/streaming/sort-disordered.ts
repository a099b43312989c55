import { int32At, uint8At, uint32At } from "../grid/columns.ts";
import { isDisordered, type Latest } from "./latest-fixes.ts";
import type { PositionChunk } from "./position-chunk.ts";

type Held = { readonly person: number; readonly t: number; readonly x: number; readonly y: number; readonly a: number };

/** The positions of the people whose times went back, gathered in a second reading. */
export function gatherDisordered(latest: Latest, chunk: PositionChunk, held: Map<number, Held[]>): void {
  for (let at = 0; at < chunk.count; at += 1) {
    const person = uint32At(chunk.person, at);
    if (isDisordered(latest, person)) {
      const fix = {
        person,
        t: uint32At(chunk.time, at),
        x: int32At(chunk.easting, at),
        y: int32At(chunk.northing, at),
        a: uint8At(chunk.accuracy, at),
      };
      const others = held.get(person);
      if (others === undefined) {
        held.set(person, [fix]);
      } else {
        others.push(fix);
      }
    }
  }
}

/** Each person's positions as a chunk of its own, in order of time. */
export function* sortedChunks(held: ReadonlyMap<number, readonly Held[]>): Generator<PositionChunk> {
  for (const fixes of held.values()) {
    const sorted = fixes.toSorted((p, q) => p.t - q.t);
    yield {
      count: sorted.length,
      person: Uint32Array.from(sorted, ({ person }) => person),
      time: Uint32Array.from(sorted, ({ t }) => t),
      easting: Int32Array.from(sorted, ({ x }) => x),
      northing: Int32Array.from(sorted, ({ y }) => y),
      accuracy: Uint8Array.from(sorted, ({ a }) => a),
    };
  }
}
