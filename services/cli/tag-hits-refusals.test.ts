import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { madeUpColumns, PLAIN_CRIMES as PLAIN, refusedMatch as refused } from "#test/tag-hits-command.ts";

const SAMPLES = join(import.meta.dirname, "../demo/samples");
const NDJSON = join(SAMPLES, "electronic-monitoring/positions-20261120.ndjson");
const CRIMES = join(SAMPLES, "police/crime-batch-HAM20261121.csv");

let folder = "";
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-tag-hits-"));
});

afterAll(() => rm(folder, { recursive: true }));

const columns = (name: string, change: { readonly short?: boolean; readonly person?: number }) =>
  madeUpColumns(at(name), change);

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
      "The positions have a person's number of 16777216 or more; number people from 0.",
    );
    expect(await refused("--positions", folder, "--crimes", CRIMES)).toBe(
      "The folder of positions has no p.bin that can be read.",
    );
  });
});
