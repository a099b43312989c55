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

/** Each person's positions as a chunk of its own, in order of time, each moment once: the better of two places. */
export function* sortedChunks(
  held: ReadonlyMap<number, readonly Held[]>,
  accuracyMax: number,
): Generator<PositionChunk & { readonly repeated: number; readonly contradicted: number }> {
  for (const fixes of held.values()) {
    const usable = fixes.filter(({ a }) => a <= accuracyMax);
    const sorted = usable.sort((p, q) => p.t - q.t || p.a - q.a || p.x - q.x || p.y - q.y);
    const kept = sorted.filter(({ t }, at) => sorted[at - 1]?.t !== t);
    const again = sorted.filter((fix, at) => {
      const before = sorted[at - 1];
      return before?.t === fix.t && before.x === fix.x && before.y === fix.y;
    });
    yield {
      count: kept.length,
      person: Uint32Array.from(kept, ({ person }) => person),
      time: Uint32Array.from(kept, ({ t }) => t),
      easting: Int32Array.from(kept, ({ x }) => x),
      northing: Int32Array.from(kept, ({ y }) => y),
      accuracy: Uint8Array.from(kept, ({ a }) => a),
      repeated: again.length,
      contradicted: sorted.length - kept.length - again.length,
    };
  }
}
