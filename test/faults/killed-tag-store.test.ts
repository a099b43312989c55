import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { PersonFix } from "#services/core/tag-hits/day-store/arrival-log.ts";
import { type DayStore, openDayStore } from "#services/core/tag-hits/day-store/day-store.ts";
import { lookUp } from "#services/core/tag-hits/lookup/look-up.ts";
import { DEFAULT_PARAMETERS } from "#services/core/tag-hits/matching/parameters.ts";
import { madeUpTagDay } from "#test/proof/tag-hits/made-up-tag-day.ts";
import { arrivingBatches, RULE } from "./feed-tag-store.ts";

const CRIMES = madeUpTagDay(11, 10, 30).crimes;
const BATCHES = arrivingBatches();
const SCRIPT = fileURLToPath(new URL("./feed-tag-store.ts", import.meta.url));

/** Runs the feeder until it has acknowledged some batches more, kills it some milliseconds later; the last it told of. */
async function feedAndKill(folder: string, first: number, batches: number, afterMs: number): Promise<number> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=concordat-source", SCRIPT, folder, String(first)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let [told, text] = [first - 1, ""];
  const ended = once(child, "exit");
  child.stdout.setEncoding("utf8");
  for await (const part of child.stdout as AsyncIterable<string>) {
    text += part;
    const lines = text.split("\n").slice(0, -1);
    told = Number(lines.at(-1) ?? first - 1);
    if (told >= first + batches - 1 && !child.killed) {
      await pause(afterMs);
      child.kill("SIGKILL");
    }
  }
  await ended;
  return told;
}

const answers = (store: DayStore) => CRIMES.map((crime) => lookUp(store, crime, DEFAULT_PARAMETERS));
const held = (store: DayStore) =>
  Array.from({ length: 10 }, (_, person) => store.fixesOf(`person-${person}`, 0, 2 ** 31)).flat().length;

const isHeld = (store: DayStore, { person, at, eastingCm, northingCm }: PersonFix) =>
  store
    .fixesOf(person, at, at)
    .some((one) => one.at === at && one.eastingCm === eastingCm && one.northingCm === northingCm);

test("killed while it takes in, seals and seals anew, the store loses no fix and reads no half file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "concordat-killed-days-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [killed, whole] = [join(folder, "killed"), join(folder, "whole")];
  let next = 0;
  for (let round = 0; next < BATCHES.length; round += 1) {
    const told = await feedAndKill(killed, next, 7 + (round % 4), round * 3);
    const store = await openDayStore({ folder: killed, rule: RULE });
    store.verify();
    const reference = await openDayStore({ folder: join(folder, `reference-${round}`), rule: RULE });
    // What was durable and not yet told of may be there as well: of the batch after, and of it alone. It goes to the log of
    // each of its days, so that a kill may come between them.
    const begun = (BATCHES[told + 1] ?? []).filter((fix) => isHeld(store, fix));
    await reference.add([...BATCHES.slice(0, told + 1).flat(), ...begun]);
    expect(held(store)).toBe(held(reference));
    expect(answers(store)).toEqual(answers(reference));
    await store[Symbol.asyncDispose]();
    await reference[Symbol.asyncDispose]();
    next = told + 1;
  }
  const [store, fresh] = [
    await openDayStore({ folder: killed, rule: RULE }),
    await openDayStore({ folder: whole, rule: RULE }),
  ];
  await fresh.add(BATCHES.flat());
  await Promise.all([store.seal(), fresh.seal()]);
  expect(store.days()).toEqual(fresh.days());
  expect(answers(store).flat().length).toBeGreaterThan(10);
  await store[Symbol.asyncDispose]();
  await fresh[Symbol.asyncDispose]();
});
