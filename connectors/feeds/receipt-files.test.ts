import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rowError } from "../rows/row-problems.ts";
import { type DoneMarker, readMarker, writeErrorFile, writeMarker } from "./receipt-files.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "receipts-"));
  path = join(folder, "rms-extract-1.csv");
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const MARKER: DoneMarker = {
  file: "rms-extract-1.csv",
  sha256: "ab".repeat(32),
  source: "rms-extract:abababababababab",
  events: 1,
  rows: 2,
  accepted: 1,
  warnings: 0,
  errors: 1,
  startedAt: "2026-11-21T12:00:00.000Z",
  finishedAt: "2026-11-21T12:00:01.000Z",
};

test("the error file is a CSV that a person and a spreadsheet can read", async () => {
  await writeErrorFile(path, [
    { line: 2, recordRef: '=HYPERLINK("http://x")', problem: rowError("UNKNOWN_CODE", 'said "no", twice', "do") },
    { line: null, recordRef: null, problem: rowError("FILE_TOO_LARGE", "too large", "split it") },
  ]);
  expect(await readFile(`${path}.errors.csv`, "utf8")).toBe(
    [
      "line,record,code,kind,why,required_action",
      `2,"'=HYPERLINK(""http://x"")",UNKNOWN_CODE,error,"said ""no"", twice",do`,
      ",,FILE_TOO_LARGE,error,too large,split it",
      "",
    ].join("\n"),
  );
});

test("with nothing to say there is no error file, also where there was one", async () => {
  await writeErrorFile(path, [{ line: 2, recordRef: null, problem: rowError("UNKNOWN_CODE", "why", "do") }]);
  await writeErrorFile(path, []);
  expect(await readdir(folder)).toEqual([]);
});

test("a marker is read back as it was written", async () => {
  await writeMarker(path, MARKER);
  expect(await readMarker(path)).toEqual(MARKER);
  expect(await readdir(folder)).toEqual(["rms-extract-1.csv.done.json"]);
});

test.each(["", "{", "null", "[]", '{"sha256":1,"source":"x","events":1}', '{"sha256":"x","source":"x"}'])(
  "a marker of %j marks nothing",
  async (content) => {
    await writeFile(`${path}.done.json`, content);
    expect(await readMarker(path)).toBeNull();
  },
);
