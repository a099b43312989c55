import type { PositionChunk } from "#services/core/tag-hits/streaming/position-chunk.ts";

/** Reads every byte of a day's columns and adds them up: what no matcher can be faster than. */
export async function sumOf(chunks: () => AsyncIterable<PositionChunk>): Promise<number> {
  let sum = 0;
  for await (const { count, person, time, easting, northing, accuracy } of chunks()) {
    for (let at = 0; at < count; at += 1) {
      sum += (person[at] ?? 0) + (time[at] ?? 0) + (easting[at] ?? 0) + (northing[at] ?? 0) + (accuracy[at] ?? 0);
    }
  }
  return sum;
}
