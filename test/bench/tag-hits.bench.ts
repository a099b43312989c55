import { spawnSync } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { columnFolder } from "#services/cli/tag-hits-columns.ts";
import { readCrimes } from "#services/cli/tag-hits-crimes.ts";
import { faultList } from "#services/cli/tag-hits-faults.ts";
import { openDayStore } from "#services/core/tag-hits/day-store/day-store.ts";
import { lookUp } from "#services/core/tag-hits/lookup/look-up.ts";
import type { CrimePlace, Zone } from "#services/core/tag-hits/matching/crime-window.ts";
import { zoneOf } from "#services/core/tag-hits/matching/crime-window.ts";
import { DEFAULT_PARAMETERS } from "#services/core/tag-hits/matching/parameters.ts";
import { type BatchMatch, matchPositions } from "#services/core/tag-hits/streaming/match-positions.ts";
import type { PositionChunk } from "#services/core/tag-hits/streaming/position-chunk.ts";
import { type Benchmark, median, percentile } from "./figure.ts";
import { duckdbPoints } from "./tag-hits/duckdb-join.ts";
import { DAY_START, generateCrimes, generatePositions } from "./tag-hits/generate-day.ts";
import { arrivalsOf, sealColumns } from "./tag-hits/seal-columns.ts";
import { sumOf } from "./tag-hits/sum-columns.ts";

const TAGS = 20_000;
const CRIMES = 15_000;
const ROUNDS = 3;
const { accuracyMaxM, legMaxS, jumpMps } = DEFAULT_PARAMETERS;
const RULE = { accuracyMaxM, legMaxS, jumpMps };
const BETTER = "lower";

/**
 * A made-up national day: what it costs to read, to match by points and by legs, to seal, and to look crimes up in it;
 * seconds are of CPU unless they say otherwise. `--scale 0.05` makes everything that much smaller.
 */
export const benchmark: Benchmark = async (print) => {
  const scale = scaleOf(process.argv);
  const folder = await mkdtemp(join(tmpdir(), "concordat-bench-tag-hits-"));
  try {
    const size = { tags: Math.round(TAGS * scale), crimes: Math.round(CRIMES * scale) };
    const day = join(folder, "day");
    const fixes = generatePositions(day, size);
    const crimesFile = join(folder, "crimes.csv");
    generateCrimes(crimesFile, size);
    print({ figure: "fixes", value: fixes, unit: "fixes", better: "higher", n: size.tags });
    const { chunks } = await columnFolder(day);
    const crimes = (await readCrimes(crimesFile, false, faultList())).map(({ place }) => place);
    const zones = zonesAt(crimes, DEFAULT_PARAMETERS.radiusM);
    const byLegs = await matching(print, chunks, zones, fixes);
    await sealing(print, folder, chunks, size.tags, fixes);
    await lookingUp(print, join(folder, "store"), crimes, byLegs);
    commandLine(print, day, crimesFile);
    await growth(print, folder, chunks, size);
    await duckdb(print, chunks, zones);
  } finally {
    await rm(folder, { recursive: true });
  }
};

type Print = Parameters<Benchmark>[0];
type Chunks = () => AsyncIterable<PositionChunk>;

function scaleOf(argv: readonly string[]): number {
  const at = argv.indexOf("--scale");
  const scale = at < 0 ? 1 : Number(argv[at + 1]);
  if (!(scale > 0 && scale <= 10)) {
    throw new Error("--scale is a number up to 10, such as 0.05");
  }
  return scale;
}

/** Reading, points and legs by turns, so that whatever else the machine does meets all three alike. */
async function matching(print: Print, chunks: Chunks, zones: readonly Zone[], fixes: number): Promise<BatchMatch> {
  const times = { limit: [] as number[], points: [] as number[], legs: [] as number[] };
  let byLegs: BatchMatch | null = null;
  const hits = { points: 0, legs: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.limit.push((await timed(() => sumOf(chunks))).seconds);
    const points = await timed(() => matchPositions(chunks, zones, options("points")));
    const legs = await timed(() => matchPositions(chunks, zones, options("cpa")));
    times.points.push(points.seconds);
    times.legs.push(legs.seconds);
    byLegs = legs.result;
    Object.assign(hits, { points: points.result.hits.length, legs: legs.result.hits.length });
  }
  const limit = median(times.limit);
  seconds(print, "limit: reading and summing the same bytes", limit, fixes);
  seconds(print, "matching by points", median(times.points), fixes);
  ratio(print, "matching by points, times the limit", median(times.points) / limit);
  seconds(print, "matching by legs", median(times.legs), fixes);
  ratio(print, "matching by legs, times the limit (goal 5)", median(times.legs) / limit);
  print({ figure: "hits by points", value: hits.points, unit: "hits", better: BETTER, n: zones.length });
  print({ figure: "hits by legs", value: hits.legs, unit: "hits", better: BETTER, n: zones.length });
  if (byLegs === null) {
    throw new Error("there was no round");
  }
  return byLegs;
}

const options = (rule: "cpa" | "points", radiusM = DEFAULT_PARAMETERS.radiusM) =>
  ({ rule, fixesMin: rule === "cpa" ? 0 : 1, parameters: { ...DEFAULT_PARAMETERS, radiusM } }) as const;

async function sealing(print: Print, folder: string, chunks: Chunks, tags: number, fixes: number): Promise<void> {
  const times: number[] = [];
  const path = join(folder, "store", `${new Date(DAY_START * 1000).toISOString().slice(0, 10)}.000001.day`);
  for (let round = 0; round < ROUNDS; round += 1) {
    const arrivals = await arrivalsOf(chunks, fixes);
    times.push((await timed(() => sealColumns(path, arrivals, tags, RULE))).seconds);
  }
  seconds(print, "sealing the day: order, pack, index, digest, write (goal 5 s)", median(times), fixes);
  const { size } = await stat(path);
  print({ figure: "on disk, a fix (goal 6)", value: rounded(size / fixes), unit: "bytes", better: BETTER, n: fixes });
}

async function lookingUp(
  print: Print,
  folder: string,
  crimes: readonly CrimePlace[],
  byLegs: BatchMatch,
): Promise<void> {
  const store = await openDayStore({ folder, rule: RULE });
  try {
    const all: number[] = [];
    let found: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { seconds: took, result } = await timed(async () =>
        crimes.map((crime) => lookUp(store, crime, DEFAULT_PARAMETERS)),
      );
      all.push(took);
      found = result.flatMap((hits, crime) =>
        hits.map((hit) => `${crime} ${Number(hit.person)} ${hit.answer} ${hit.fixes}`),
      );
    }
    const streamed = byLegs.hits.map(({ crime, person, answer, fixes }) => `${crime} ${person} ${answer} ${fixes}`);
    refuseDifference("lookup", found, streamed);
    seconds(print, "all crimes by lookup (goal 0.5 s)", median(all), crimes.length);
    const each = crimes.map((crime) => {
      const begun = performance.now();
      lookUp(store, crime, DEFAULT_PARAMETERS);
      return performance.now() - begun;
    });
    for (const share of [0.5, 0.95, 0.99]) {
      const value = rounded(percentile(each, share), 10_000);
      print({ figure: `one crime by lookup, p${share * 100}`, value, unit: "ms wall", better: BETTER, n: each.length });
    }
  } finally {
    await store[Symbol.asyncDispose]();
  }
}

/** Two lists of the same hits, in whatever order. */
function refuseDifference(name: string, found: readonly string[], expected: readonly string[]): void {
  const [one, other] = [found.toSorted().join("\n"), expected.toSorted().join("\n")];
  if (one !== other) {
    throw new Error(`${name} finds other hits than streaming: ${found.length} and ${expected.length}`);
  }
}

/** The whole day from its columns, as somebody would run it. */
function commandLine(print: Print, day: string, crimes: string): void {
  const command = ["--import", "tsx", "--conditions=concordat-source", "services/cli/main.ts", "tag-hits", "match"];
  const begun = performance.now();
  const run = spawnSync(process.execPath, [
    ...command,
    "--positions",
    day,
    "--crimes",
    crimes,
    "--out",
    `${crimes}.hits`,
  ]);
  const wall = (performance.now() - begun) / 1000;
  const { cpuMs, peakRssMb, fixes } = JSON.parse(run.stderr.toString());
  print({
    figure: "tag-hits match, start to end (goal 10 s)",
    value: rounded(wall),
    unit: "s wall",
    better: BETTER,
    n: fixes,
  });
  seconds(print, "tag-hits match", cpuMs / 1000, fixes);
  print({ figure: "tag-hits match, peak memory", value: peakRssMb, unit: "MB", better: BETTER, n: fixes });
}

/** How the cost by legs grows with each of fixes, crimes and radius. */
async function growth(
  print: Print,
  folder: string,
  chunks: Chunks,
  size: { tags: number; crimes: number },
): Promise<void> {
  const [half, many] = [join(folder, "half"), join(folder, "many.csv")];
  const fixes = generatePositions(half, { ...size, tags: Math.round(size.tags / 2) });
  generateCrimes(many, { ...size, crimes: size.crimes * 10 });
  const crimes = (await readCrimes(many, false, faultList())).map(({ place }) => place);
  const few = crimes.slice(0, size.crimes);
  const legs = (read: Chunks, zones: readonly Zone[], radiusM?: number) =>
    timed(() => matchPositions(read, zones, options("cpa", radiusM)));
  const whole = await legs(chunks, zonesAt(few, 100));
  const halfDay = await legs((await columnFolder(half)).chunks, zonesAt(few, 100));
  ratio(print, `growth: half the fixes (${fixes})`, halfDay.seconds / whole.seconds);
  ratio(print, "growth: ten times the crimes", (await legs(chunks, zonesAt(crimes, 100))).seconds / whole.seconds);
  for (const radiusM of [50, 200, 400]) {
    const { seconds: took, result } = await legs(chunks, zonesAt(few, radiusM), radiusM);
    ratio(print, `growth: radius ${radiusM} m`, took / whole.seconds);
    ratio(print, `growth: hits at radius ${radiusM} m`, result.hits.length / whole.result.hits.length);
  }
}

async function duckdb(print: Print, chunks: Chunks, zones: readonly Zone[]): Promise<void> {
  const { loadS, joinS, hits } = await duckdbPoints(chunks, zones, accuracyMaxM);
  const { hits: ours } = await matchPositions(chunks, zones, options("points"));
  refuseDifference(
    "DuckDB",
    hits.map(String),
    ours.map(({ crime, person, fixes }) => `${crime},${person},${fixes}`),
  );
  seconds(print, "DuckDB: loading the positions into memory", loadS, zones.length);
  seconds(print, "DuckDB: grid join for points, the same hits", joinS, zones.length);
}

function zonesAt(crimes: readonly CrimePlace[], radiusM: number): readonly Zone[] {
  return crimes.flatMap((crime) => {
    const place = zoneOf(crime, { ...DEFAULT_PARAMETERS, radiusM });
    return place.outcome === "zone" ? [place.zone] : [];
  });
}

/** Seconds of CPU, this process alone, whatever else the machine does. */
async function timed<R>(work: () => Promise<R>): Promise<{ readonly seconds: number; readonly result: R }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, result };
}

function seconds(print: Print, figure: string, value: number, n: number): void {
  print({ figure, value: rounded(value, 1_000), unit: "s CPU", better: BETTER, n });
}

function ratio(print: Print, figure: string, value: number): void {
  print({ figure, value: rounded(value), unit: "times", better: BETTER, n: ROUNDS });
}

function rounded(value: number, parts = 100): number {
  return Math.round(value * parts) / parts;
}
