import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSettledFiles, type SettledFiles } from "./settled-files.ts";

const ORDER: Readonly<Record<string, number>> = { "tag-orders.csv": 10, "positions.csv": 20 };

let folder: string;
let files: SettledFiles;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "settled-"));
  files = createSettledFiles(folder, (name) => ORDER[name] ?? 0);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const write = (name: string, content = "x") => writeFile(join(folder, name), content);
const readyAt = async (nowMs: number) => (await files.look(nowMs)).ready.map((file) => file.name);

test("a file is taken once nothing has changed for a moment", async () => {
  await write("positions.csv");
  expect(await readyAt(0)).toEqual([]);
  expect(await readyAt(39)).toEqual([]);
  expect(await readyAt(40)).toEqual(["positions.csv"]);
});

test("files that arrive together are taken together, in the order of their feeds", async () => {
  await write("positions.csv");
  expect(await readyAt(0)).toEqual([]);
  await write("tag-orders.csv");
  expect(await readyAt(30)).toEqual([]);
  expect(await readyAt(50)).toEqual([]);
  expect(await readyAt(70)).toEqual(["tag-orders.csv", "positions.csv"]);
});

test("a file that grows is waited for by those that may need it, and not for ever", async () => {
  await write("positions.csv");
  await write("tag-orders.csv");
  await readyAt(0);
  await write("tag-orders.csv", "xx");
  expect(await readyAt(100)).toEqual([]);
  await write("tag-orders.csv", "xxx");
  expect(await readyAt(5_000)).toEqual(["positions.csv"]);
});

test("a file that comes before the growing one in order does not wait", async () => {
  await write("positions.csv");
  await write("tag-orders.csv");
  await readyAt(0);
  await write("positions.csv", "xx");
  expect(await readyAt(100)).toEqual(["tag-orders.csv"]);
});

test("files that never stop arriving do not hold up the first for long", async () => {
  for (let at = 0; at <= 200; at += 20) {
    await write(`rms-extract-${at}.csv`);
    const ready = await readyAt(at);
    expect(ready.length > 0).toBe(at >= 200);
  }
});

test("a file that was read is given again only when its content may have changed", async () => {
  await write("positions.csv");
  await readyAt(0);
  const { ready } = await files.look(50);
  for (const file of ready) {
    files.markRead(file);
  }
  expect(await readyAt(500)).toEqual([]);
  await write(".positions.csv.arriving", "y");
  await rename(join(folder, ".positions.csv.arriving"), join(folder, "positions.csv"));
  await readyAt(600);
  expect(await readyAt(700)).toEqual(["positions.csv"]);
});

test("what is arriving, what the connector wrote, and folders are no feed files", async () => {
  await write(".positions.csv.arriving");
  await write("positions.csv.done.json");
  await write("positions.csv.errors.csv");
  await mkdir(join(folder, "archive"));
  await readyAt(0);
  expect(await readyAt(100)).toEqual([]);
});
