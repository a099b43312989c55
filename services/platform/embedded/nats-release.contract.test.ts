import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { createUser } from "@nats-io/nkeys";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { findTestNatsServer } from "#test/servers.ts";
import { connectBus } from "../bus/bus.ts";
import { findNatsServer } from "./find-nats-server.ts";
import { startNats } from "./nats.ts";
import { type Release, releaseName } from "./nats-release.ts";
import { readNatsVersion } from "./nats-version.ts";
import { runCommand } from "./run-command.ts";

const PLATFORM = "linux-x64";
const ADVICE =
  "Install nats-server 2.9 or newer (Debian and Ubuntu: apt-get install nats-server; macOS: brew install nats-server), " +
  "or set NATS_SERVER_BIN to the program, or NATS_URL to a running server";

let folder: string;
let archive: Buffer;
let release: Release;

/** An archive as the makers of nats-server release it, around the server that this machine's tests run on. */
beforeAll(async () => {
  const work = await mkdtemp(join(tmpdir(), "concordat-release-"));
  try {
    const binary = await findTestNatsServer(work);
    const version = await readNatsVersion(binary);
    if ("fault" in version) throw new Error(version.fault);
    const made = { version: `${version.major}.${version.minor}.${version.patch}`, platform: "linux-amd64" };
    const name = releaseName(made);
    await mkdir(join(work, name));
    await copyFile(binary, join(work, name, "nats-server"));
    await writeFile(join(work, name, "LICENSE"), "Apache License 2.0");
    archive = await archiveOf(work, name);
    release = { ...made, sha256: digestOf(archive) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-nats-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

async function archiveOf(work: string, name: string): Promise<Buffer> {
  await runCommand(["tar", "-czf", "release.tar.gz", name], { cwd: work, timeoutMs: 60_000 });
  return readFile(join(work, "release.tar.gz"));
}

function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

type Asked = { readonly address: string; readonly paths: readonly string[] };

async function serve(answer: RequestListener): Promise<Asked> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/releases/download`, paths };
}

const cache = () => join(folder, "home/.cache/concordat");

/** On a machine with no server, no apt, and nothing to fetch one from but this address. */
function find(address: string, { pin = release, timeoutMs = 20_000, platform = PLATFORM } = {}): Promise<string> {
  return findNatsServer({
    binary: null,
    searchPath: "",
    home: join(folder, "home"),
    packageRoot: join(folder, "nowhere"),
    dataFolder: join(folder, "nowhere"),
    machine: {
      platform,
      programFolders: [],
      etcFolder: join(folder, "etc"),
      releases: { address, pinned: { [PLATFORM]: pin }, timeoutMs },
    },
  });
}

async function fault(found: Promise<string>): Promise<string> {
  return found.then(
    () => expect.unreachable("nothing should have been found"),
    (error: Error) => error.message,
  );
}

const refused = (why: string) => `No nats-server could be had (the official release: ${why}). ${ADVICE}`;

test("the pinned release is fetched, verified, kept, started and used; the next start asks nobody", async () => {
  const { address, paths } = await serve((_, response) => response.end(archive));

  const binary = await find(address);

  const name = releaseName(release);
  expect(paths).toEqual([`/releases/download/v${release.version}/${name}.tar.gz`]);
  expect(binary).toBe(join(cache(), "nats-server"));
  expect(await readdir(cache())).toEqual(["nats-server"]);
  expect((await stat(binary)).mode & 0o777).toBe(0o755);

  const user = createUser();
  const users = [{ publicNkey: user.getPublicKey(), publish: [">"], subscribe: [">"] }];
  const nats = await startNats({ binary, dataFolder: join(folder, "nats"), users });
  onTestFinished(nats.stop);
  const nkeySeed = new TextDecoder().decode(user.getSeed());
  const bus = await connectBus({ url: nats.url, name: "test", nkeySeed });
  onTestFinished(() => bus.close());
  expect(bus.info?.version).toBe(release.version);
  const streams = await jetstreamManager(bus);
  expect((await streams.streams.add({ name: "KEPT", subjects: ["kept.>"] })).config.name).toBe("KEPT");

  expect(await find("http://127.0.0.1:9")).toBe(binary);
  expect(paths).toHaveLength(1);
});

test("a redirect, as the makers' host answers, is followed", async () => {
  const { address, paths } = await serve(({ url }, response) =>
    url?.startsWith("/releases/")
      ? response.writeHead(302, { location: "/assets/1234?token=x" }).end()
      : response.end(archive),
  );

  expect(await find(address)).toBe(join(cache(), "nats-server"));
  expect(paths[1]).toBe("/assets/1234?token=x");
});

const wrongByte = () => {
  const wrong = Buffer.from(archive);
  wrong[wrong.length >> 1] = (wrong[wrong.length >> 1] ?? 0) ^ 1;
  return wrong;
};
const THROWN_AWAY = "the download does not have the checksum that is pinned for it, and was thrown away";

test.each<[string, RequestListener, string]>([
  ["one byte is another", (_, response) => response.end(wrongByte()), THROWN_AWAY],
  ["the end is missing", (_, response) => response.end(archive.subarray(0, -1)), THROWN_AWAY],
  ["there is no such release", (_, response) => response.writeHead(404).end("Not Found"), "the download answered 404"],
  [
    "it is redirected round and round",
    ({ url }, response) => response.writeHead(302, { location: url }).end(),
    "the download was redirected more than 5 times",
  ],
  [
    "the server is slow",
    (_, response) => void response.write(archive.subarray(0, 1_000)),
    "the download took longer than 0.5 s",
  ],
])("when %s, nothing is kept and the way out is told", async (_what, answer, why) => {
  const { address } = await serve(answer);

  expect(await fault(find(address, { timeoutMs: 500 }))).toBe(refused(why));
  expect(await readdir(cache())).toEqual([]);
});

test("when the connection breaks within the body, nothing is kept", async () => {
  const { address } = await serve((_, response) => {
    response.writeHead(200, { "content-length": archive.length });
    response.write(archive.subarray(0, 1_000), () => response.destroy());
  });

  expect(await fault(find(address))).toMatch(/the official release: the download broke off after \d+ bytes\)/);
  expect(await readdir(cache())).toEqual([]);
});

test("when the host cannot be reached, it is named", async () => {
  expect(await fault(find("http://127.0.0.1:9"))).toBe(refused("127.0.0.1:9 cannot be reached"));
  expect(await readdir(cache())).toEqual([]);
});

test.each([
  ["has no server in it", "README.md", "no program", "the nats-server of the release does not run here"],
  [
    "is for another machine",
    "nats-server",
    "\u007fELF of another kind",
    "the nats-server of the release does not run here",
  ],
])("an archive with the right checksum that %s is not kept", async (_what, file, content, why) => {
  const name = releaseName(release);
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, file), content, { mode: 0o755 });
  const other = await archiveOf(folder, name);
  const { address } = await serve((_, response) => response.end(other));

  expect(await fault(find(address, { pin: { ...release, sha256: digestOf(other) } }))).toBe(refused(why));
  expect(await readdir(cache())).toEqual([]);
});

test("for a platform without a pin nobody is asked", async () => {
  const { address, paths } = await serve((_, response) => response.end(archive));

  expect(await fault(find(address, { platform: "win32-x64" }))).toBe(
    refused("no checksum is known for win32-x64, so nothing is downloaded"),
  );
  expect(paths).toEqual([]);
});

test("two starts at once fetch it once", async () => {
  const { address, paths } = await serve((_, response) => response.end(archive));

  const found = await Promise.all([find(address), find(address)]);

  expect(new Set(found)).toEqual(new Set([join(cache(), "nats-server")]));
  expect(paths).toHaveLength(1);
});
