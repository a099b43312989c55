import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DemoAgenciesFile } from "#services/demo/demo-agencies.ts";
import { outcomeOf, replayUpdates } from "./outcome.ts";
import { makeFolder, startMain, untilReady, untilSaid } from "./start-main.ts";

/** What the hub says shortly before each is killed: in the middle of taking in feeds, and of deciding links. */
const KILLED_AFTER = [
  "reading the feeds of solent-probation",
  "reading the feeds of hampshire-police",
  "reading the feeds of solent-housing",
  "records that no shared number links",
];

const wholeHub = (folder: string) => startMain({ HUB_DATA: folder, HUB_PORT: "0", LOG_LEVEL: "error" }, { words: [] });

const agenciesFile = async (folder: string): Promise<DemoAgenciesFile> =>
  JSON.parse(await readFile(join(folder, "demo/agencies.json"), "utf8"));

async function ownerUrlOf(folder: string): Promise<string> {
  const password = (await readFile(join(folder, "keys/hub_owner.password"), "utf8")).trim();
  const port = (await readFile(join(folder, "pg/postmaster.pid"), "utf8")).split("\n")[3];
  return `postgres://hub_owner:${password}@127.0.0.1:${port}/postgres`;
}

async function finish(folder: string) {
  const hub = wholeHub(folder);
  await untilReady(hub);
  const file = await agenciesFile(folder);
  const outcome = await outcomeOf(file, await ownerUrlOf(folder));
  const replay = await replayUpdates(file);
  hub.child.kill("SIGTERM");
  expect(await hub.ended).toBe(0);
  return { outcome, replay };
}

/** What he was sent about before he withdrew is taken back whole from a reader who starts anew. */
const withoutWithdrawer = ({ "Kyle Brennan": _withdrawn, ...others }: Readonly<Record<string, unknown>>) => others;

test("a hub killed four times while it takes in the samples ends where an undisturbed one does", async () => {
  const { outcome: undisturbed } = await finish(await makeFolder());
  const folder = await makeFolder();
  for (const words of KILLED_AFTER) {
    const hub = wholeHub(folder);
    await untilSaid(hub, words);
    process.kill(-(hub.child.pid ?? Number.NaN), "SIGKILL");
    expect(await hub.ended).toBe("SIGKILL");
  }

  const { outcome, replay } = await finish(folder);

  expect(Object.keys(undisturbed.records)).toHaveLength(12);
  expect(outcome).toEqual(undisturbed);
  expect(replay.sequences).toEqual(replay.sequences.map((_, index) => index + 1));
  expect(withoutWithdrawer(replay.records)).toEqual(withoutWithdrawer(outcome.records));
}, 120_000);
