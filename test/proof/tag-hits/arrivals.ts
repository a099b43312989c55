import type { CrimePlace, Zone } from "#services/core/tag-hits/matching/crime-window.ts";
import { zoneOf } from "#services/core/tag-hits/matching/crime-window.ts";
import type { Fix } from "#services/core/tag-hits/matching/fix.ts";
import { DEFAULT_PARAMETERS } from "#services/core/tag-hits/matching/parameters.ts";
import type { PositionChunk } from "#services/core/tag-hits/streaming/position-chunk.ts";

/** The fixes of all people as they would arrive, a chunk of so many at a time. */
export function chunksOf(tracks: readonly (readonly Fix[])[], size = 100): readonly PositionChunk[] {
  const rows = tracks.flatMap((fixes, person) => fixes.map((fix, at) => ({ person, fix, at })));
  const arrived = rows.toSorted((a, b) => a.at - b.at);
  return Array.from({ length: Math.ceil(arrived.length / size) }, (_, part) => {
    const some = arrived.slice(part * size, (part + 1) * size);
    return {
      count: some.length,
      person: Uint32Array.from(some, ({ person }) => person),
      time: Uint32Array.from(some, ({ fix }) => fix.at),
      easting: Int32Array.from(some, ({ fix }) => fix.eastingCm),
      northing: Int32Array.from(some, ({ fix }) => fix.northingCm),
      accuracy: Uint8Array.from(some, ({ fix }) => fix.accuracyM ?? 255),
    };
  });
}

/** The zones of crimes that all can be matched. */
export function zonesAt(crimes: readonly CrimePlace[], radiusM: number): readonly Zone[] {
  return crimes.map((crime) => {
    const place = zoneOf(crime, { ...DEFAULT_PARAMETERS, radiusM });
    if (place.outcome === "refused") {
      throw new Error(place.reason);
    }
    return place.zone;
  });
}
