import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { seeded } from "../../proof/tag-hits/made-up-tag-day.ts";

/** A day of made-up tags: towns, homes, three other places each, some journeys, and the noise of receivers. */
export type DaySize = { readonly tags: number; readonly crimes: number };

export const DAY_START = Date.parse("2026-11-20T00:00:00Z") / 1000;
const MINUTES = 1_440;
const MINUTE_S = 60;
const TOWNS = 60;
const TOWN_SPREAD_CM = 350_000;
const PLACES = 4;
/** Share of minutes in which a receiver finds nothing. */
const MISSING = 0.02;
const WALK_CM_PER_S = 140;
const DRIVE_CM_PER_S = 1_100;
const WALKED_CM = 120_000;

type Random = () => number;

/** Roughly normal, of standard deviation 1. */
function bell(random: Random): number {
  return (random() + random() + random() - 1.5) * 2;
}

type Towns = { readonly x: Float64Array; readonly y: Float64Array };

function townsOf(random: Random): Towns {
  return {
    x: Float64Array.from({ length: TOWNS }, () => 25_000_000 + random() * 38_000_000),
    y: Float64Array.from({ length: TOWNS }, () => 8_000_000 + random() * 45_000_000),
  };
}

/** Large towns are where most people, and most crimes, are. */
function placeIn(towns: Towns, random: Random): readonly [number, number] {
  const town = Math.floor(TOWNS * random() ** 2);
  return [
    Math.round((towns.x[town] ?? 0) + bell(random) * TOWN_SPREAD_CM),
    Math.round((towns.y[town] ?? 0) + bell(random) * TOWN_SPREAD_CM),
  ];
}

/** Writes the columns of a day to a folder in the order of arrival, a minute at a time; returns how many fixes. */
export function generatePositions(folder: string, { tags }: DaySize, seed = 1): number {
  mkdirSync(folder, { recursive: true });
  const random = seeded(seed);
  const people = peopleOf(tags, townsOf(random), random);
  const files = (["p", "t", "e", "n", "a"] as const).map((name) => openSync(join(folder, `${name}.bin`), "w"));
  let fixes = 0;
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const columns = minuteOf(people, minute, random);
    for (const [at, column] of columns.entries()) {
      writeSync(files[at] ?? -1, new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    }
    fixes += columns[0].length;
  }
  for (const file of files) {
    closeSync(file);
  }
  return fixes;
}

type People = ReturnType<typeof peopleOf>;

function peopleOf(tags: number, towns: Towns, random: Random) {
  const placeX = new Float64Array(tags * PLACES);
  const placeY = new Float64Array(tags * PLACES);
  for (let person = 0; person < tags; person += 1) {
    const [homeX, homeY] = placeIn(towns, random);
    for (let place = 0; place < PLACES; place += 1) {
      const reach = place === 0 ? 0 : 300_000;
      placeX[person * PLACES + place] = homeX + bell(random) * reach;
      placeY[person * PLACES + place] = homeY + bell(random) * reach;
    }
  }
  return {
    tags,
    placeX,
    placeY,
    x: Float64Array.from({ length: tags }, (_, person) => placeX[person * PLACES] ?? 0),
    y: Float64Array.from({ length: tags }, (_, person) => placeY[person * PLACES] ?? 0),
    goal: new Uint8Array(tags),
    /** The minute in which somebody who stays sets out; at night nobody does. */
    leaves: Uint16Array.from({ length: tags }, () => 360 + Math.floor(random() * 300)),
    phase: Uint8Array.from({ length: tags }, () => Math.floor(random() * MINUTE_S)),
  };
}

function minuteOf(people: People, minute: number, random: Random) {
  const { tags, phase } = people;
  const person = new Uint32Array(tags);
  const time = new Uint32Array(tags);
  const east = new Int32Array(tags);
  const north = new Int32Array(tags);
  const accuracy = new Uint8Array(tags);
  let count = 0;
  for (let at = 0; at < tags; at += 1) {
    move(people, at, minute, random);
    if (random() >= MISSING) {
      const wide = random() < 0.01;
      person[count] = at;
      time[count] = DAY_START + minute * MINUTE_S + (phase[at] ?? 0);
      east[count] = Math.round((people.x[at] ?? 0) + bell(random) * 700);
      north[count] = Math.round((people.y[at] ?? 0) + bell(random) * 700);
      accuracy[count] = wide ? 60 + Math.floor(random() * 100) : 4 + Math.floor(random() * 26);
      count += 1;
    }
  }
  return [
    person.subarray(0, count),
    time.subarray(0, count),
    east.subarray(0, count),
    north.subarray(0, count),
    accuracy.subarray(0, count),
  ] as const;
}

function move(people: People, person: number, minute: number, random: Random): void {
  const place = person * PLACES + (people.goal[person] ?? 0);
  const dx = (people.placeX[place] ?? 0) - (people.x[person] ?? 0);
  const dy = (people.placeY[place] ?? 0) - (people.y[person] ?? 0);
  const way = Math.sqrt(dx * dx + dy * dy);
  if (way > 0) {
    const step = (way < WALKED_CM ? WALK_CM_PER_S : DRIVE_CM_PER_S) * MINUTE_S;
    const share = Math.min(1, step / way);
    people.x[person] = (people.x[person] ?? 0) + dx * share;
    people.y[person] = (people.y[person] ?? 0) + dy * share;
    if (share === 1) {
      people.leaves[person] = minute + 30 + Math.floor(random() * 300);
    }
  } else if (minute >= (people.leaves[person] ?? 0) && minute > 360) {
    people.goal[person] = minute > 1_200 ? 0 : Math.floor(random() * PLACES);
    people.leaves[person] = minute + 60;
  }
}

/** Writes the crimes of a day: short windows, some of hours, some over night, as the design's table has them. */
export function generateCrimes(path: string, { crimes }: DaySize, seed = 1): void {
  const towns = townsOf(seeded(seed));
  const random = seeded(seed + 1_000);
  const lines = Array.from({ length: crimes }, (_, at) => {
    const [x, y] = placeIn(towns, random);
    const kind = random();
    const minutes = kind < 0.4 ? 1 + random() * 14 : kind < 0.72 ? 60 + random() * 180 : 480 + random() * 240;
    const from = DAY_START + Math.floor(random() * (86_400 - minutes * 60));
    const to = from + Math.floor(minutes * 60);
    return `C${at},${from},${to},${(x / 100).toFixed(2)},${(y / 100).toFixed(2)},0`;
  });
  writeFileSync(path, `crimeReference,from,to,easting,northing,locationUncertaintyM\n${lines.join("\n")}\n`);
}
