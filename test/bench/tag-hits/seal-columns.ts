import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Arrivals } from "#services/core/tag-hits/day-store/arrivals.ts";
import { writeDayFile } from "#services/core/tag-hits/day-store/day-file.ts";
import type { LegRule } from "#services/core/tag-hits/day-store/leg-runs.ts";
import { orderArrivals } from "#services/core/tag-hits/day-store/order-arrivals.ts";
import { sealDay } from "#services/core/tag-hits/day-store/seal-day.ts";
import type { PositionChunk } from "#services/core/tag-hits/streaming/position-chunk.ts";

/** A day's columns as the open day has them in memory. */
export async function arrivalsOf(chunks: () => AsyncIterable<PositionChunk>, fixes: number): Promise<Arrivals> {
  const arrivals = {
    count: 0,
    person: new Uint32Array(fixes),
    time: new Uint32Array(fixes),
    east: new Int32Array(fixes),
    north: new Int32Array(fixes),
    quality: new Uint16Array(fixes),
    activation: null,
  };
  for await (const { count, person, time, easting, northing, accuracy } of chunks()) {
    arrivals.person.set(person.subarray(0, count), arrivals.count);
    arrivals.time.set(time.subarray(0, count), arrivals.count);
    arrivals.east.set(easting.subarray(0, count), arrivals.count);
    arrivals.north.set(northing.subarray(0, count), arrivals.count);
    arrivals.quality.set(accuracy.subarray(0, count), arrivals.count);
    arrivals.count += count;
  }
  return arrivals;
}

/** Seals the first day of a store from columns. */
export async function sealColumns(path: string, arrivals: Arrivals, tags: number, rule: LegRule): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const people = Array.from({ length: tags }, (_, person) => String(person).padStart(6, "0"));
  const ordered = orderArrivals(arrivals, tags, rule.accuracyMaxM);
  const day = path.slice(-21, -11);
  const names = { people, activations: people };
  const carried = () => null;
  await writeDayFile(path, sealDay({ day, names, ordered, rule, carried, carriedIn: "", carriedOut: "" }));
}
