import type { PositionChunk } from "../core/tag-hits/streaming/position-chunk.ts";
import { toGrid } from "../platform/national-grid/convert-degrees.ts";
import { isOnGrid } from "../platform/national-grid/national-grid.ts";
import type { FaultList } from "./tag-hits-faults.ts";
import { readInstant } from "./tag-hits-instant.ts";
import { POSITION_NAMES } from "./tag-hits-position-names.ts";
import { type PositionRow, positionRows, type Sent } from "./tag-hits-position-rows.ts";

const CHUNK_ROWS = 65_536;
const ACCURACY_MAX_M = 255;

export type PositionFile = {
  readonly chunks: () => AsyncGenerator<PositionChunk>;
  /** People by number: who the file says, or else the device. */
  readonly people: readonly string[];
  /** Of the latest reading: rows that were RF, LBS or WiFi, and how far it came. */
  readonly counts: { otherMechanisms: number; characters: number };
};

/**
 * Positions as NDJSON or CSV, a line at a time, so that a file of any size fits. A bad row goes to `faults` and stops
 * none of the others; without a person's name the device stands for the person.
 */
export function positionFile(path: string, format: "ndjson" | "csv", faults: FaultList): PositionFile {
  const numberOf = numbering();
  const counts = { otherMechanisms: 0, characters: 0 };
  let readings = 0;
  return {
    people: numberOf.names,
    counts,
    chunks: async function* () {
      readings += 1;
      Object.assign(counts, { otherMechanisms: 0, characters: 0 });
      const chunk = emptyChunk();
      for await (const one of positionRows(path, format, counts)) {
        // A second reading finds the same faults again.
        takeRow(one, { chunk, counts, numberOf, faults: readings === 1 ? faults : null });
        if (chunk.count === CHUNK_ROWS) {
          yield chunk;
          chunk.count = 0;
        }
      }
      yield chunk;
    },
  };
}

type Taking = {
  readonly chunk: ReturnType<typeof emptyChunk>;
  readonly counts: PositionFile["counts"];
  readonly numberOf: ReturnType<typeof numbering>;
  readonly faults: FaultList | null;
};

function takeRow({ row, sent }: PositionRow, { chunk, counts, numberOf, faults }: Taking): void {
  const position = sent === null ? MALFORMED : readPosition(sent);
  if ("code" in position) {
    faults?.add({ file: "positions", row, reference: null, ...position });
  } else if (position.isGps) {
    addTo(chunk, numberOf.of(position.person), position);
  } else {
    counts.otherMechanisms += 1;
  }
}

/** Numbers for names, from 0. */
function numbering() {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  return {
    names,
    of: (name: string): number => {
      const held = numbers.get(name);
      if (held !== undefined) {
        return held;
      }
      numbers.set(name, names.length);
      names.push(name);
      return names.length - 1;
    },
  };
}

const MALFORMED = { code: "MALFORMED_RECORD", requiredAction: "send the line again" };

function emptyChunk() {
  return {
    count: 0,
    person: new Uint32Array(CHUNK_ROWS),
    time: new Uint32Array(CHUNK_ROWS),
    easting: new Int32Array(CHUNK_ROWS),
    northing: new Int32Array(CHUNK_ROWS),
    accuracy: new Uint8Array(CHUNK_ROWS),
  };
}

function addTo(chunk: ReturnType<typeof emptyChunk>, person: number, position: Position): void {
  const at = chunk.count;
  chunk.person[at] = person;
  chunk.time[at] = position.time;
  chunk.easting[at] = position.eastingCm;
  chunk.northing[at] = position.northingCm;
  chunk.accuracy[at] = position.accuracy;
  chunk.count = at + 1;
}

type Position = {
  readonly person: string;
  readonly time: number;
  readonly eastingCm: number;
  readonly northingCm: number;
  readonly accuracy: number;
  readonly isGps: boolean;
};

type RowFault = { readonly code: string; readonly requiredAction: string };

function readPosition(sent: Sent): Position | RowFault {
  const first = (names: readonly string[]) => textOf(names.map(sent).find((value) => textOf(value) !== ""));
  const person = first(POSITION_NAMES.person) || first(POSITION_NAMES.device);
  const captured = first(POSITION_NAMES.captured);
  const [latitude, longitude, moment] = [
    first(POSITION_NAMES.latitude),
    first(POSITION_NAMES.longitude),
    captured || first(POSITION_NAMES.recorded),
  ];
  if ([person, latitude, longitude, moment].includes("")) {
    return { code: "MISSING_REQUIRED_FIELD", requiredAction: "send device, time, latitude and longitude" };
  }
  const time = readInstant(moment, captured === "");
  if (time === null || time < 0) {
    return { code: "INVALID_DATE", requiredAction: "send the time as ISO 8601 with its zone" };
  }
  const place = placeOf(Number(latitude), Number(longitude));
  if (place === null) {
    return { code: "OUT_OF_RANGE", requiredAction: "send latitude from 49.5 to 61.5 and longitude from -8.5 to 2.6" };
  }
  const isGps = isGpsBy(first(POSITION_NAMES.mechanism), first(POSITION_NAMES.lbs));
  if (isGps === null) {
    return { code: "UNKNOWN_CODE", requiredAction: "send mechanism 1 (GPS), 4 (RF), 5 (LBS) or 6 (WiFi)" };
  }
  const accuracy = accuracyOf(first(POSITION_NAMES.accuracy));
  return accuracy === null
    ? { code: "OUT_OF_RANGE", requiredAction: "send the precision as metres from 0" }
    : { person, time, ...place, accuracy, isGps };
}

function placeOf(latitude: number, longitude: number) {
  if (!(latitude >= 49.5 && latitude <= 61.5 && longitude >= -8.5 && longitude <= 2.6)) {
    return null;
  }
  const place = toGrid({ latitude, longitude });
  return isOnGrid(place)
    ? { eastingCm: Math.round(place.easting * 100), northingCm: Math.round(place.northing * 100) }
    : null;
}

/** Null for a code nobody knows. Who sends no mechanism says whether the network found the place. */
function isGpsBy(mechanism: string, lbs: string): boolean | null {
  if (mechanism === "") {
    return lbs === "" || lbs === "0" || lbs.toLowerCase() === "false";
  }
  return ["1", "4", "5", "6"].includes(mechanism) ? mechanism === "1" : null;
}

/** Whole metres, rounded up. An unknown accuracy counts as too wide; null is no length. */
function accuracyOf(text: string): number | null {
  const metres = text === "" ? ACCURACY_MAX_M : Number(text);
  return metres >= 0 ? Math.min(Math.ceil(metres), ACCURACY_MAX_M) : null;
}

function textOf(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value).trim() : "";
}
