import { stat, writeFile } from "node:fs/promises";
import { setImmediate as breathe } from "node:timers/promises";
import { type Zone, zoneOf } from "../core/tag-hits/matching/crime-window.ts";
import { DEFAULT_PARAMETERS, type Parameters } from "../core/tag-hits/matching/parameters.ts";
import { type BatchHit, matchPositions } from "../core/tag-hits/streaming/match-positions.ts";
import type { PositionChunk } from "../core/tag-hits/streaming/position-chunk.ts";
import type { Rule } from "../core/tag-hits/streaming/stream-matcher.ts";
import { BadInput, EXIT, type Terminal } from "./command.ts";
import { peakMemoryMb } from "./peak-memory.ts";
import { progressLine } from "./progress-line.ts";
import { readArguments } from "./read-arguments.ts";
import { columnFolder } from "./tag-hits-columns.ts";
import { type NamedCrime, readCrimes } from "./tag-hits-crimes.ts";
import { type FaultList, faultList } from "./tag-hits-faults.ts";
import { positionFile } from "./tag-hits-positions.ts";

const HELP = `concordat tag-hits match --positions <file> --crimes <csv> --out <ndjson> [options]

Who was near which crime. A JSON object a line for each hit, in the order of the crimes:
{ crime, person, answer, distanceM, at, fixes, coverage }. RECORDED: a position lies in the zone, and distanceM is of the
nearest; PASSED: none does, but the path between two does. coverage is the share of the window that lies on such paths.
No hit with little coverage does not rule anybody out.

  --positions <file>    .ndjson, .csv, or a folder of columns p.bin t.bin e.bin n.bin a.bin
  --crimes <csv>        13 columns without a header, the hub's own CSV, or crimeReference,from,to,easting,northing,...
  --out <ndjson>        where the hits go; without it they are printed
  --rule cpa|points     paths between positions too, which is the default, or positions alone
  --radius <m>          what counts as near, 100 unless given; the uncertainty of the crime's place is added
  --min-fixes <n>       with --rule points: positions in the zone that make a hit, 1 unless given
  --wide                list the hits of crimes with a window of over 12 hours too
  --json                as it is: the output is JSON either way
  --help                this text

Standard error gets one JSON line: { fixes, crimes, hits, cpuMs, wallMs, peakRssMb, ... } with what was left out and the
first 100 faults of the files. A bad row stops none of the others. Exit: 0 done, 2 bad input.
`;

const OPTIONS = {
  positions: { type: "string" },
  crimes: { type: "string" },
  out: { type: "string" },
  rule: { type: "string" },
  radius: { type: "string" },
  "min-fixes": { type: "string" },
  wide: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const RADIUS_MAX_M = 5_000;
const FIXES_MAX = 1_000;

type Values = ReturnType<typeof readArguments<typeof OPTIONS>>["values"];

/** `concordat tag-hits match`: positions of a file against crimes of a file. */
export async function tagHitsMatch(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = readArguments(args, OPTIONS);
  if (values.help === true) {
    terminal.out(HELP);
    return EXIT.done;
  }
  const { rule, fixesMin, parameters } = settingsOf(values);
  if (values.positions === undefined || values.crimes === undefined) {
    throw new BadInput("Name the positions with --positions and the crimes with --crimes.");
  }
  const [cpu, begun, faults] = [process.cpuUsage(), performance.now(), faultList()];
  const positions = await openPositions(values.positions, faults);
  const crimes = await readCrimes(values.crimes, positions.areConverted, faults);
  if (crimes.length === 0) {
    throw new BadInput(`There is no crime in ${values.crimes} that can be read${firstOf(faults)}.`);
  }
  const { zoned, wide, widened } = placeCrimes(crimes, parameters, values.wide === true, faults);
  const zones = zoned.map(({ zone }) => zone);
  const read = () => watched(positions, terminal);
  const matched = await matchPositions(read, zones, { rule, fixesMin, parameters }).catch(refuseNumbers);
  const others = positions.otherMechanisms();
  if (matched.fixes + others === 0) {
    throw new BadInput(`There is no position in ${values.positions} that can be read${firstOf(faults)}.`);
  }
  const lines = matched.hits.map((hit) => lineOf(hit, zoned[hit.crime]?.reference, positions.nameOf));
  await writeHits(values.out, lines, terminal);
  const { hits, fixes, uncounted, repeated, contradicted, jumps, sorted } = matched;
  const counted = { fixes: fixes + others, crimes: crimes.length, hits: hits.length, ...spent(cpu, begun) };
  const settings = { rule, radiusM: parameters.radiusM, wide, widened };
  const leftOut = { uncounted: uncounted + others, repeated, contradicted, jumps, outOfOrder: sorted };
  const wrong = { faults: faults.errors, faulty: faults.shown };
  terminal.err(`${JSON.stringify({ ...counted, ...settings, ...leftOut, ...wrong })}\n`);
  return EXIT.done;
}

function refuseNumbers(cause: unknown): never {
  throw cause instanceof RangeError ? new BadInput(`The positions have ${cause.message}.`, { cause }) : cause;
}

function spent(before: NodeJS.CpuUsage, begun: number) {
  const { user, system } = process.cpuUsage(before);
  return {
    cpuMs: Math.round((user + system) / 1000),
    wallMs: Math.round(performance.now() - begun),
    peakRssMb: peakMemoryMb(),
  };
}

function settingsOf(values: Values): { rule: Rule; fixesMin: number; parameters: Parameters } {
  const { rule = "cpa", radius = String(DEFAULT_PARAMETERS.radiusM), "min-fixes": fixes = "1" } = values;
  if (rule !== "cpa" && rule !== "points") {
    throw new BadInput("--rule is cpa or points.");
  }
  const radiusM = Number(radius);
  if (!/^\d+(\.\d+)?$/.test(radius) || radiusM <= 0 || radiusM > RADIUS_MAX_M) {
    throw new BadInput(`--radius is a number of metres up to ${RADIUS_MAX_M}.`);
  }
  if (!/^[1-9]\d*$/.test(fixes) || Number(fixes) > FIXES_MAX) {
    throw new BadInput(`--min-fixes is a whole number from 1 to ${FIXES_MAX}.`);
  }
  if (rule === "cpa" && fixes !== "1") {
    throw new BadInput("--min-fixes goes with --rule points: a path needs no position in the zone.");
  }
  return { rule, fixesMin: rule === "cpa" ? 0 : Number(fixes), parameters: { ...DEFAULT_PARAMETERS, radiusM } };
}

type Positions = {
  readonly chunks: () => AsyncGenerator<PositionChunk>;
  /** They are in degrees: between them and the grid lies a conversion. */
  readonly areConverted: boolean;
  readonly nameOf: (person: number) => string | number;
  readonly otherMechanisms: () => number;
  /** How far a reading has come, from 0 to 1. */
  readonly share: (rows: number) => number;
};

async function openPositions(path: string, faults: FaultList): Promise<Positions> {
  const found = await stat(path).catch((cause) => {
    throw new BadInput(`The positions ${path} cannot be read.`, { cause });
  });
  if (found.isDirectory()) {
    const { rows, chunks } = await columnFolder(path);
    return {
      chunks,
      areConverted: false,
      nameOf: (person) => person,
      otherMechanisms: () => 0,
      share: (read) => read / Math.max(1, rows),
    };
  }
  const format = /\.(ndjson|csv)$/i.exec(path)?.[1]?.toLowerCase();
  if (format !== "ndjson" && format !== "csv") {
    throw new BadInput(`The positions ${path} are neither .ndjson nor .csv, nor a folder of columns.`);
  }
  const { chunks, people, counts } = positionFile(path, format, faults);
  return {
    chunks,
    areConverted: true,
    nameOf: (person) => people[person] ?? "",
    otherMechanisms: () => counts.otherMechanisms,
    share: () => counts.characters / Math.max(1, found.size),
  };
}

/** Chunks with their progress told; between them an interrupt is heard. */
async function* watched(positions: Positions, terminal: Terminal): AsyncGenerator<PositionChunk> {
  const progress = progressLine(terminal.progress);
  let rows = 0;
  for await (const chunk of positions.chunks()) {
    rows += chunk.count;
    yield chunk;
    progress.tell(() => `${Math.round(100 * positions.share(rows))} % of the positions`);
    await breathe();
    if (terminal.signal.aborted) {
      throw new BadInput("Interrupted; no hits were written.");
    }
  }
  progress.done();
}

function placeCrimes(crimes: readonly NamedCrime[], parameters: Parameters, isWideAsked: boolean, faults: FaultList) {
  const zoned: { readonly reference: string; readonly zone: Zone }[] = [];
  let [wide, widened] = [0, 0];
  for (const { reference, place } of crimes) {
    const found = zoneOf(place, parameters);
    if (found.outcome === "refused") {
      faults.add({
        file: "crimes",
        row: null,
        reference,
        code: "CRIME_DATE_TIME_EXCEEDS_WINDOW",
        requiredAction: "narrow the window to 96 hours or leave the crime out",
      });
    } else {
      wide += Number(found.wide);
      widened += Number(found.widened);
      if (!found.wide || isWideAsked) {
        zoned.push({ reference, zone: found.zone });
      }
    }
  }
  return { zoned, wide, widened };
}

function lineOf(hit: BatchHit, crime: string | undefined, nameOf: Positions["nameOf"]): string {
  return JSON.stringify({
    crime,
    person: nameOf(hit.person),
    answer: hit.answer,
    distanceM: rounded(hit.distanceM, 100),
    at: `${new Date(Math.round(hit.at) * 1000).toISOString().slice(0, 19)}Z`,
    fixes: hit.fixes,
    coverage: rounded(hit.coverage, 10_000),
  });
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

async function writeHits(path: string | undefined, lines: readonly string[], terminal: Terminal): Promise<void> {
  const text = lines.map((line) => `${line}\n`).join("");
  if (path === undefined) {
    terminal.out(text);
    return;
  }
  await writeFile(path, text).catch((cause) => {
    throw new BadInput(`The hits cannot be written to ${path}.`, { cause });
  });
}

/** Of all that is wrong the first, in brackets. */
function firstOf({ shown: [first] }: FaultList): string {
  return first === undefined ? "" : ` (${first.code} in row ${first.row ?? 0}: ${first.requiredAction})`;
}
