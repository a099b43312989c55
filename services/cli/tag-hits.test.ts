import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { madeUpColumns, PLAIN_CRIMES as PLAIN, matchTagHits as run } from "#test/tag-hits-command.ts";

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

const columns = (name: string) => madeUpColumns(at(name));

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

test("the hub's own CSV: local time, and an uncertain place", async () => {
  const header =
    "policeForce,crimeTypeId,crimeTypeDescription,batchId,crimeReference,crimeDateFrom,crimeDateTo,easting,northing," +
    "latitude,longitude,datum,crimeText,timeZone,locationUncertaintyM,locationSource";
  const row = (reference: string, metres: string) =>
    `Hampshire,BIAD,Burglary,HAM20261121,${reference},20261120214500,20261120215500,442237,112231,,,OSGB36,,Europe/London,${metres},`;
  await writeFile(at("own.csv"), `${header}\n${row("NEAR", "10")}\n${row("WIDER", "250")}\n`);
  const { hits } = await run("--positions", NDJSON, "--crimes", at("own.csv"));
  const daniel = hits.filter(({ person }) => person === "3400101");
  expect(daniel.map(({ crime, answer }) => [crime, answer])).toEqual([["WIDER", "RECORDED"]]);
});
