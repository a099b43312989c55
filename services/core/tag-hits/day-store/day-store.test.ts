import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { madeUpTagDay } from "#test/proof/tag-hits/made-up-tag-day.ts";
import { lookUp } from "../lookup/look-up.ts";
import { DEFAULT_PARAMETERS } from "../matching/parameters.ts";
import type { PersonFix } from "./arrival-log.ts";
import { type DayStore, openDayStore } from "./day-store.ts";

const RULE = { accuracyMaxM: 100, legMaxS: 300, jumpMps: 70 };
const DAY = madeUpTagDay(7, 12, 40);
const FIXES: readonly PersonFix[] = DAY.tracks.flatMap((fixes, person) =>
  fixes.map((fix) => ({ ...fix, person: `person-${String(person).padStart(2, "0")}` })),
);

let folder = "";
let open: DayStore[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-days-"));
});

afterEach(async () => {
  for (const store of open) {
    await store[Symbol.asyncDispose]();
  }
  open = [];
  await rm(folder, { recursive: true });
});

async function opened(within = folder): Promise<DayStore> {
  const store = await openDayStore({ folder: within, rule: RULE });
  open.push(store);
  return store;
}

async function closed(store: DayStore): Promise<void> {
  await store[Symbol.asyncDispose]();
}

const answers = (store: DayStore) => DAY.crimes.map((crime) => lookUp(store, crime, DEFAULT_PARAMETERS));
const digests = (store: DayStore) => store.days().map(({ day, digest }) => [day, digest]);

test("before and after sealing, and opened again, the answers are the same", async () => {
  const store = await opened();
  await store.add(FIXES);
  const before = answers(store);
  expect(before.flat().length).toBeGreaterThan(20);
  expect(store.days().map(({ digest }) => digest)).toEqual([null, null]);
  await store.seal();
  expect(answers(store)).toEqual(before);
  expect(store.days().map(({ unsealed }) => unsealed)).toEqual([0, 0]);
  await closed(store);
  const again = await opened();
  again.verify();
  expect([answers(again), digests(again)]).toEqual([before, digests(again)]);
});

test("what is acknowledged survives without a seal", async () => {
  const store = await opened();
  await store.add(FIXES);
  const before = answers(store);
  await closed(store);
  expect(answers(await opened())).toEqual(before);
});

test("the order of arrival, late fixes and fixes that come again change not a byte", async () => {
  const store = await opened();
  await store.add(FIXES);
  await store.seal();
  const other = await opened(join(folder, "other"));
  const half = FIXES.filter((_, at) => at % 3 !== 0);
  await Promise.all([other.add(half.toReversed()), other.add(half.slice(0, 50))]);
  await other.seal();
  await other.add(FIXES.filter((_, at) => at % 3 === 0));
  expect(answers(other)).toEqual(answers(store));
  await other.seal();
  expect(digests(other)).toEqual(digests(store));
  await other.add(FIXES);
  await other.seal();
  expect(digests(other)).toEqual(digests(store));
});

test("a late fix before midnight renews the day after, whose legs begin with it", async () => {
  const midnight = Date.parse("2026-11-20T00:00:00Z") / 1000;
  const crime = { eastingCm: 44_200_000, northingCm: 11_230_000, uncertaintyM: 0, from: midnight, to: midnight + 60 };
  const fix = (at: number, eastingCm: number): PersonFix => ({
    at: midnight + at,
    eastingCm,
    northingCm: 11_230_000,
    accuracyM: 5,
    mechanism: "GPS",
    activation: "EMS-1",
    person: "Daniel",
  });
  const store = await opened();
  await store.add([fix(90, 44_300_000), fix(150, 44_300_000)]);
  await store.seal();
  const before = digests(store)[0];
  await store.add([fix(-90, 44_100_000)]);
  await store.seal();
  expect(lookUp(store, crime, DEFAULT_PARAMETERS)).toMatchObject([
    { person: "Daniel", answer: "PASSED", at: midnight },
  ]);
  expect(digests(store)[1]).not.toEqual(before);
});

test("a person is forgotten in every day, in files and logs", async () => {
  const store = await opened();
  await store.add(FIXES.slice(0, 900));
  await store.seal();
  await store.add(FIXES.slice(900));
  await store.forget("person-03");
  const others = await opened(join(folder, "others"));
  await others.add(FIXES.filter(({ person }) => person !== "person-03"));
  await others.seal();
  expect(digests(store)).toEqual(digests(others));
  expect(store.fixesOf("person-03", 0, 2 ** 31)).toEqual([]);
  const written = (await readdir(folder)).filter((name) => name.startsWith("2026"));
  expect(written.every((name) => name.endsWith(".day"))).toBe(true);
  for (const name of written) {
    expect((await readFile(join(folder, name))).includes("person-03")).toBe(false);
  }
});

test("days past their time are deleted whole", async () => {
  const store = await opened();
  await store.add(FIXES);
  await store.seal();
  await store.dropBefore("2026-11-20");
  expect(store.days().map(({ day }) => day)).toEqual(["2026-11-20"]);
  expect((await readdir(folder)).filter((name) => name.startsWith("2026-11-19"))).toEqual([]);
});

test("a batch that was being written when the process ended is cut off, and what follows is kept", async () => {
  const store = await opened();
  await store.add(FIXES);
  const before = answers(store);
  await closed(store);
  const log = (await readdir(folder)).find((name) => name.endsWith("20.000001.arrivals")) ?? "";
  await appendFile(join(folder, log), Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 91, 123]));
  const again = await opened();
  await again.add(FIXES.slice(0, 1));
  await closed(again);
  expect(answers(await opened())).toEqual(before);
});

test("a half file is removed unread, and an altered one is refused", async () => {
  const store = await opened();
  await store.add(FIXES);
  await store.seal();
  const before = answers(store);
  await closed(store);
  await writeFile(join(folder, "2026-11-20.000002.day.unfinished"), "CTAGDAY1 half");
  const again = await opened();
  expect(answers(again)).toEqual(before);
  await closed(again);
  const path = join(folder, "2026-11-20.000001.day");
  const bytes = await readFile(path);
  await truncate(path, bytes.length - 4);
  await expect(opened()).rejects.toThrow("is cut short or too long; seal the day again");
  bytes[bytes.length - 8] = (bytes[bytes.length - 8] ?? 0) ^ 1;
  await writeFile(path, bytes);
  const altered = await opened();
  expect(() => altered.verify()).toThrow("is not what was sealed: postings");
});

test.each<readonly [string, object]>([
  ["half a second", { at: 1.5 }],
  ["no number", { eastingCm: Number.NaN }],
  ["a fraction of a centimetre", { northingCm: 0.5 }],
  ["an accuracy below nought", { accuracyM: -1 }],
  ["nobody's fix", { person: "" }],
])("%s is refused, and the good ones beside it wait", async (_name, change) => {
  const store = await opened();
  const bad = { ...FIXES[1], ...change } as PersonFix;
  await expect(store.add([...FIXES.slice(0, 1), bad])).rejects.toThrow(/^fix 2 of 2: .*; none of them was taken$/);
  expect(store.days()).toEqual([]);
});

test("other settings than the files were sealed with seal them anew", async () => {
  const store = await opened();
  await store.add(FIXES);
  await store.seal();
  expect(() => lookUp(store, DAY.crimes[0] ?? never(), { ...DEFAULT_PARAMETERS, legMaxS: 600 })).toThrow(RangeError);
  await closed(store);
  const other = await openDayStore({ folder, rule: { ...RULE, legMaxS: 600 } });
  open.push(other);
  expect(lookUp(other, DAY.crimes[0] ?? never(), { ...DEFAULT_PARAMETERS, legMaxS: 600 })).toBeDefined();
});

function never(): never {
  throw new Error("the made-up day has a crime");
}
