import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type FindNatsOptions, findNatsServer } from "./find-nats-server.ts";
import {
  cacheFolders,
  clearLeftovers,
  installProgram,
  isTrustworthy,
  oneAtATime,
  writableFolder,
} from "./nats-cache.ts";
import { parseNatsVersion } from "./nats-version.ts";

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-nats-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A program that says it is a nats-server of this version. */
async function programOf(folder: string, version: string, mode = 0o755): Promise<string> {
  const file = join(folder, "nats-server");
  await mkdir(folder, { recursive: true });
  await writeFile(file, `#!/bin/sh\necho 'nats-server: v${version}'\n`);
  await chmod(file, mode);
  return file;
}

function find(folder: string, options: Partial<FindNatsOptions>): Promise<string> {
  const nowhere = join(folder, "nowhere");
  return findNatsServer({
    binary: null,
    searchPath: "",
    home: join(folder, "home"),
    packageRoot: nowhere,
    dataFolder: nowhere,
    ...options,
  });
}

test("the program that is named is taken before any other", async () => {
  const folder = await makeFolder();
  const named = await programOf(join(folder, "named"), "2.9.10");
  await programOf(join(folder, "bin"), "2.10.27");

  expect(await find(folder, { binary: named, searchPath: join(folder, "bin") })).toBe(named);
});

test("a named program that will not do is an error, not a reason to look further", async () => {
  const folder = await makeFolder();
  const searchPath = join(folder, "bin");
  await programOf(searchPath, "2.10.27");
  const old = await programOf(join(folder, "old"), "2.8.4");
  const silent = join(folder, "silent");
  await writeFile(silent, "not a program");

  await expect(find(folder, { binary: old, searchPath })).rejects.toThrow(`NATS_SERVER_BIN: ${old} is older than 2.9`);
  await expect(find(folder, { binary: silent, searchPath })).rejects.toThrow("does not run here");
  await expect(find(folder, { binary: "/nowhere/nats", searchPath })).rejects.toThrow("/nowhere/nats is not there");
});

test("of the programs on the PATH, the first that is new enough is taken", async () => {
  const folder = await makeFolder();
  await programOf(join(folder, "a"), "2.8.4");
  const good = await programOf(join(folder, "b"), "2.9.0");
  await programOf(join(folder, "c"), "2.11.0");

  expect(await find(folder, { searchPath: ["a", "b", "c"].map((name) => join(folder, name)).join(":") })).toBe(good);
});

test.runIf(process.platform === "linux")("a cached program is found without asking any network", async () => {
  const folder = await makeFolder();
  const cached = await programOf(join(folder, "home/.cache/concordat"), "2.10.27");
  const installed = await find(folder, {});

  // A nats-server in /usr/sbin of this machine goes before the cache.
  expect([cached, "/usr/sbin/nats-server", "/usr/local/bin/nats-server"]).toContain(installed);
});

test.each([[""], [undefined], ["relative/home"]])("a home that is %j is no place for a cache", (home) => {
  expect(cacheFolders({ home, packageRoot: "/package", dataFolder: "/data" })).toEqual([
    "/package/.cache",
    "/data/cache",
  ]);
});

test("a cache that cannot be written to is passed over for the next", async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, "file"), "in the way");

  expect(await writableFolder([join(folder, "file/cache"), join(folder, "cache")])).toBe(join(folder, "cache"));
  await expect(writableFolder([join(folder, "file/cache")])).rejects.toThrow("can be written to");
});

test("a cached program that others could have changed is not run", async () => {
  const folder = await makeFolder();

  expect(await isTrustworthy(await programOf(folder, "2.10.27", 0o755))).toBe(true);
  expect(await isTrustworthy(await programOf(folder, "2.10.27", 0o757))).toBe(false);
  expect(await isTrustworthy(await programOf(folder, "2.10.27", 0o775))).toBe(false);
});

test("two starts do not download at the same time", async () => {
  const folder = await makeFolder();
  const order: string[] = [];
  const work = (name: string) => () =>
    new Promise<void>((resolve) => {
      order.push(`${name} begins`);
      setTimeout(() => {
        order.push(`${name} ends`);
        resolve();
      }, 30);
    });

  await Promise.all([oneAtATime(folder, work("a")), oneAtATime(folder, work("b"))]);

  expect(order.map((line) => line.slice(2))).toEqual(["begins", "ends", "begins", "ends"]);
});

test("what a killed download left behind is cleared away, and nothing else", async () => {
  const folder = await makeFolder();
  for (const name of ["apt-Ab12cd", "release-Xy98zw"]) await mkdir(join(folder, name, "unpacked"), { recursive: true });
  for (const name of ["nats-server", "nats-server.0123456789ab", "notes.txt"]) await writeFile(join(folder, name), "x");

  await clearLeftovers(folder);

  expect((await readdir(folder)).sort()).toEqual(["nats-server", "notes.txt"]);
});

test("a program that cannot be put in its place leaves no draft", async () => {
  const folder = await makeFolder();
  const source = await programOf(join(folder, "from"), "2.10.27");
  await mkdir(join(folder, "nats-server/in-the-way"), { recursive: true });

  await expect(installProgram(source, join(folder, "nats-server"))).rejects.toThrow();

  expect((await readdir(folder)).sort()).toEqual(["from", "nats-server"]);
});

test.each([
  ["nats-server: v2.10.27", { major: 2, minor: 10, patch: 27 }],
  ["nats-server: v2.11.0-RC.1", { major: 2, minor: 11, patch: 0 }],
  ["something", null],
])("the version is read from %j", (text, version) => {
  expect(parseNatsVersion(text)).toEqual(version);
});
