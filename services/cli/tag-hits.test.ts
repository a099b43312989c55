import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BadInput } from "./command.ts";
import { tagHits } from "./tag-hits.ts";

const SAMPLES = join(import.meta.dirname, "../demo/samples");
const NDJSON = join(SAMPLES, "electronic-monitoring/positions-20261120.ndjson");
const CSV = join(SAMPLES, "electronic-monitoring/positions-20261120.csv");
const CRIMES = join(SAMPLES, "police/crime-batch-HAM20261121.csv");

let folder = "";
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-tag-hits-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await tagHits.run(["match", ...args], {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    env: {},
    signal: new AbortController().signal,
  });
  const hits = out
    .join("")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  return { code, hits, figures: JSON.parse(err.join("")) };
}

const refused = (...args: readonly string[]) =>
  run(...args).then(
    () => "accepted",
    (error) => (error instanceof BadInput ? error.message : error),
  );

describe("the samples", () => {
  test("Daniel's tag is recorded five times, nearest 12 m at 21:50, with data for 265 of 330 minutes", async () => {
    const { hits, figures } = await run("--positions", NDJSON, "--crimes", CRIMES);
    expect(hits.filter(({ person }) => person === "3400101")).toEqual([
      {
        crime: "44260500001",
        person: "3400101",
        answer: "RECORDED",
        distanceM: expect.closeTo(12, 0),
        at: "2026-11-20T21:50:00Z",
        fixes: 5,
        coverage: Math.round((265 / 330) * 10_000) / 10_000,
      },
    ]);
    expect(hits.map(({ person }) => person)).not.toContain("3400110");
    expect(figures).toMatchObject({ fixes: 76, crimes: 7, hits: hits.length, uncounted: 2, faults: 5 });
    expect(figures.faulty).toContainEqual({
      file: "positions",
      row: 46,
      reference: null,
      code: "MALFORMED_RECORD",
      requiredAction: "send the line again",
    });
  });

  test("Liam's tag is near the grid reference read as degrees, and no hit", async () => {
    const { hits, figures } = await run("--positions", CSV, "--crimes", CRIMES);
    expect(hits).toEqual([]);
    expect(figures.faulty.slice(-2)).toMatchObject([
      { row: 21, code: "MISSING_REQUIRED_FIELD" },
      { row: 41, code: "UNKNOWN_CODE" },
    ]);
  });

  test("by positions alone two of them are asked for, in a smaller circle", async () => {
    const { hits } = await run("--positions", NDJSON, "--crimes", CRIMES, "--rule", "points", "--min-fixes", "2");
    expect(hits.map(({ person, fixes }) => [person, fixes])).toEqual([["3400101", 5]]);
    const near = await run("--positions", NDJSON, "--crimes", CRIMES, "--rule", "points", "--radius", "20");
    expect(near.hits.map(({ fixes }) => fixes)).toEqual([2, 1]);
  });
});

/** Two people on the grid: one drives past a crime between two fixes, the other stays beside it; and a third afar. */
async function columns(name: string, change: { readonly short?: boolean; readonly person?: number } = {}) {
  const rows = [
    [0, 1_000, 44_100_000, 11_200_000, 10],
    [1, 1_000, 44_205_000, 11_203_000, 10],
    [0, 1_060, 44_300_000, 11_200_000, 10],
    [change.person ?? 2, 1_060, 40_000_000, 11_203_000, 10],
    [1, 1_060, 44_205_000, 11_203_000, 10],
  ] as const;
  const column = (place: 0 | 1 | 2 | 3 | 4) => rows.map((row) => row[place]);
  await mkdir(at(name), { recursive: true });
  await writeFile(join(at(name), "p.bin"), new Uint8Array(Uint32Array.from(column(0)).buffer));
  await writeFile(join(at(name), "t.bin"), new Uint8Array(Uint32Array.from(column(1)).buffer));
  await writeFile(join(at(name), "e.bin"), new Uint8Array(Int32Array.from(column(2)).buffer));
  await writeFile(join(at(name), "n.bin"), new Uint8Array(Int32Array.from(column(3)).buffer));
  await writeFile(join(at(name), "a.bin"), Uint8Array.from(column(4)).slice(0, change.short ? 4 : 5));
  return at(name);
}

const PLAIN = "crimeReference,from,to,easting,northing,locationUncertaintyM";

test("columns and plain crimes: who drives past and who stays, with nothing added for a conversion", async () => {
  await writeFile(at("crimes.csv"), `${PLAIN}\nR1,990,1050,442050,112000,0\nR2,2000,2000,442050,112130.01,\n`);
  const folderOfColumns = await columns("day");
  const { code } = await run("--positions", folderOfColumns, "--crimes", at("crimes.csv"), "--out", at("hits.ndjson"));
  expect(code).toBe(0);
  const lines = (await readFile(at("hits.ndjson"), "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      crime: "R1",
      person: 0,
      answer: "PASSED",
      distanceM: 0,
      at: "1970-01-01T00:17:12Z",
      fixes: 0,
      coverage: Math.round((50 / 60) * 10_000) / 10_000,
    },
    {
      crime: "R1",
      person: 1,
      answer: "RECORDED",
      distanceM: 30,
      at: "1970-01-01T00:16:40Z",
      fixes: 1,
      coverage: Math.round((50 / 60) * 10_000) / 10_000,
    },
  ]);
});

test("a wide window lists nobody unless asked, and one that is too long is refused by name", async () => {
  await writeFile(at("wide.csv"), `${PLAIN}\nW1,1000,50000,442050,112030,0\nW2,1000,500000,442050,112030,0\n`);
  const files = ["--positions", await columns("wide"), "--crimes", at("wide.csv")];
  const { hits, figures } = await run(...files);
  expect(hits).toEqual([]);
  expect(figures).toMatchObject({
    wide: 1,
    faults: 1,
    faulty: [{ reference: "W2", code: "CRIME_DATE_TIME_EXCEEDS_WINDOW" }],
  });
  expect((await run(...files, "--wide")).hits.map(({ crime, person }) => [crime, person])).toEqual([
    ["W1", 0],
    ["W1", 1],
  ]);
});

test.each([
  ["INVALID_COLUMN_COUNT", "R,1,2,442050,112030"],
  ["MISSING_CRIME_REFERENCE", ",1,2,442050,112030,0"],
  ["INVALID_NUMBER", "R,NaN,2,442050,112030,0"],
  ["INVALID_NUMBER", "R,1,2,NaN,112030,0"],
  ["INVALID_NUMBER", "R,1,2,442050,112030,-1"],
  ["INVALID_LOCATION_DATA_RANGE", "R,1,2,112030,1442050,0"],
  ["INVALID_LOCATION_DATA_RANGE", "R,1,2,0,0,0"],
  ["CRIME_DATE_TIME_TO_AFTER_FROM", "R,3,2,442050,112030,0"],
])("%s: a plain crime that is none stops none of the others", async (code, row) => {
  await writeFile(at("faulty.csv"), `${PLAIN}\n${row}\nR1,990,1050,442050,112000,0\n`);
  const { hits, figures } = await run("--positions", await columns("faulty"), "--crimes", at("faulty.csv"));
  expect(figures.faulty).toMatchObject([{ file: "crimes", row: 2, code }]);
  expect(hits).toHaveLength(2);
});

test("positions by the national service's names, a quoted cell, and an accuracy nobody tells", async () => {
  const header = "device_id,person_id,position_id,latitude,longitude,precision,speed,direction,recorded_date,lbs";
  const row = (id: string, precision: string, when: string, lbs = "0") =>
    `77,"${id}",1,50.9090,-1.4034,${precision},0,0,${when},${lbs}`;
  await writeFile(
    at("national.csv"),
    [
      header,
      row("A, B", "10", "2026-11-20 21:50:00.000"),
      row("unknown accuracy", "", "2026-11-20T21:50:00Z"),
      row("by the network", "10", "2026-11-20T21:50:00Z", "true"),
      row("no such day", "10", "2026-02-31T21:50:00Z"),
      "one,cell,short",
    ].join("\r\n"),
  );
  const { hits, figures } = await run("--positions", at("national.csv"), "--crimes", CRIMES);
  expect(hits.map(({ person }) => person)).toEqual(["A, B"]);
  expect(figures).toMatchObject({ fixes: 3, uncounted: 2 });
  expect(figures.faulty.slice(-2)).toMatchObject([
    { row: 5, code: "INVALID_DATE" },
    { row: 6, code: "MALFORMED_RECORD" },
  ]);
});

test("a line without an end is one bad row, and is not kept in memory", async () => {
  const good = JSON.stringify({
    deviceId: 5,
    lat: 50.909,
    lon: -1.4034,
    precisionM: 10,
    capturedAt: "2026-11-20T21:50:00Z",
  });
  await writeFile(at("endless.ndjson"), `${good}\n{"deviceId": "${"9".repeat(5_000_000)}`);
  const { hits, figures } = await run("--positions", at("endless.ndjson"), "--crimes", CRIMES);
  expect(hits.map(({ person }) => person)).toEqual(["5"]);
  expect(figures.faulty.at(-1)).toMatchObject({ row: 2, code: "MALFORMED_RECORD" });
});

describe("what makes no sense is one clear sentence", () => {
  test.each([
    ["nothing", [], "Name the positions with --positions and the crimes with --crimes."],
    ["another rule", ["--rule", "near"], "--rule is cpa or points."],
    ["a radius of nothing", ["--radius", "0"], "--radius is a number of metres up to 5000."],
    ["half a fix", ["--rule", "points", "--min-fixes", "0.5"], "--min-fixes is a whole number from 1 to 1000."],
    [
      "fixes for paths",
      ["--min-fixes", "2"],
      "--min-fixes goes with --rule points: a path needs no position in the zone.",
    ],
    ["no such file", ["--positions", "none.ndjson", "--crimes", CRIMES], "The positions none.ndjson cannot be read."],
    ["no such crimes", ["--positions", NDJSON, "--crimes", "none.csv"], "The crimes none.csv cannot be read."],
    ["an unknown option", ["--postions", NDJSON], "Unknown option '--postions'."],
  ])("%s", async (_name, args, sentence) => {
    expect(await refused(...args)).toBe(sentence);
  });

  test("a file of another kind, a header that names nothing, no row that can be read", async () => {
    expect(
      await refused(
        "--positions",
        CRIMES.replace("police/crime-batch-HAM20261121.csv", "people.json"),
        "--crimes",
        CRIMES,
      ),
    ).toMatch(/are neither \.ndjson nor \.csv, nor a folder of columns\.$/);
    expect(await refused("--positions", CRIMES, "--crimes", CRIMES)).toMatch(
      /does not begin with a header that names latitude, longitude and time\.$/,
    );
    await writeFile(at("none.ndjson"), "{}\n");
    expect(await refused("--positions", at("none.ndjson"), "--crimes", CRIMES)).toMatch(
      /There is no position in .* that can be read \(/,
    );
    await writeFile(at("none.csv"), `${PLAIN}\nR,3,2,442050,112030,0\n`);
    expect(await refused("--positions", NDJSON, "--crimes", at("none.csv"))).toMatch(
      /\(CRIME_DATE_TIME_TO_AFTER_FROM in row 2: send to at or after from\)\.$/,
    );
  });

  test("columns that do not fit, or number people from anywhere", async () => {
    expect(await refused("--positions", await columns("short", { short: true }), "--crimes", CRIMES)).toBe(
      "p.bin has 5 rows and a.bin has 4; the columns must be of one length.",
    );
    expect(await refused("--positions", await columns("far", { person: 2 ** 31 }), "--crimes", CRIMES)).toBe(
      "p.bin has a person's number of 16777216 or more from row 1 on; number people from 0.",
    );
    expect(await refused("--positions", folder, "--crimes", CRIMES)).toBe(
      "The folder of positions has no p.bin that can be read.",
    );
  });
});
