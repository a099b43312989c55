import { chown } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { until } from "../eventually.ts";
import { isAlive, makeFolder, READY_MAX_MS, serverPids, startMain, untilReady } from "./start-main.ts";

const NOBODY = 65_534;
const STOP_MAX_MS = 10_000;
const isRoot = process.getuid?.() === 0;

test("every fault of the environment and the command line is listed at once", async () => {
  const start = startMain({ HUB_PORT: "eighty", HUB_COLOUR: "blue" }, { words: ["core", "kitchen"] });

  expect(await start.ended).toBe(2);
  expect(start.said().trim().split("\n")).toEqual([
    expect.stringContaining("HUB_COLOUR is not a setting of the hub"),
    "HUB_PORT is a whole number from 0 to 65535",
    expect.stringContaining('"kitchen" is not a part of the hub; there are core'),
  ]);
});

test("production without its settings names each of them and starts nothing", async () => {
  const start = startMain({ HUB_MODE: "production" });

  expect(await start.ended).toBe(2);
  for (const name of ["DATABASE_URL", "NATS_URL", "HUB_SCHEME", "HUB_ORIGIN", "HUB_DATA"]) {
    expect(start.said()).toContain(`${name} must be given in production`);
  }
});

test("a scheme file that is not right ends the start with its faults", async () => {
  const start = startMain({ HUB_DATA: await makeFolder(), HUB_SCHEME: join(packageRoot(), "package.json") });

  expect(await start.ended).toBe(1);
  expect(start.said()).toContain('the file: "version" is not known here');
});

test.each(["SIGINT", "SIGTERM"] as const)("%s stops the hub and its servers cleanly", async (signal) => {
  const folder = await makeFolder();
  const start = startMain({ HUB_DATA: folder });
  await untilReady(start);
  const pids = await serverPids(folder);

  const asked = performance.now();
  start.child.kill(signal);

  expect(await start.ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(STOP_MAX_MS);
  expect(pids.filter(isAlive)).toEqual([]);
});

test("a signal while the hub is starting stops it too, and leaves no server", async () => {
  const folder = await makeFolder();
  const start = startMain({ HUB_DATA: folder });
  await until(() => start.said().includes("Starting PostgreSQL"), { maxMs: READY_MAX_MS, said: start.said });

  start.child.kill("SIGTERM");

  expect(await start.ended).toBe(0);
  expect(start.said()).not.toContain("concordat ready");
  await expect(serverPids(folder)).rejects.toThrow("ENOENT");
});

test("after kill -9 of the whole process group no server is left, and the next start uses the data", async () => {
  const folder = await makeFolder();
  const first = startMain({ HUB_DATA: folder });
  await untilReady(first);
  const pids = await serverPids(folder);

  process.kill(-(first.child.pid ?? Number.NaN), "SIGKILL");

  expect(await first.ended).toBe("SIGKILL");
  const isGone = () => pids.filter(isAlive).length === 0;
  await until(isGone, { maxMs: STOP_MAX_MS, said: () => `${pids} are alive` });
  const second = startMain({ HUB_DATA: folder });
  await untilReady(second);
  expect(second.said()).not.toContain("Making a new PostgreSQL database");
});

test.runIf(isRoot)("a plain user with an empty HOME can run the hub", async () => {
  const folder = await makeFolder();
  await chown(folder, NOBODY, NOBODY);
  const prefix = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--"];
  const variables = { HUB_DATA: folder, HOME: "", TMPDIR: folder };
  const start = startMain(variables, { prefix });
  await untilReady(start);
  const pids = await serverPids(folder);

  start.child.kill("SIGTERM");

  expect(await start.ended).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
});
