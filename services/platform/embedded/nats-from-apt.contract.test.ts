import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { findTestNatsServer } from "#test/servers.ts";
import { findNatsServer } from "./find-nats-server.ts";
import { readNatsVersion } from "./nats-version.ts";
import { runCommand, succeeds } from "./run-command.ts";

/** Where there is apt, a whole archive can be made and served here, and the machine be made up around it. */
const hasApt = (await succeeds(["apt-get", "--version"])) && (await succeeds(["dpkg-deb", "--version"]));

const SUITE = "/ubuntu/dists/noble";
let archive: ReadonlyMap<string, Buffer>;

beforeAll(async () => {
  if (hasApt) archive = await makeArchive();
});

/** The files of an Ubuntu archive with one package: a nats-server. It is not signed. */
async function makeArchive(): Promise<ReadonlyMap<string, Buffer>> {
  const work = await mkdtemp(join(tmpdir(), "concordat-archive-"));
  try {
    const architecture = (await runCommand(["dpkg", "--print-architecture"], { timeoutMs: 10_000 })).trim();
    const control = `Package: nats-server\nVersion: 2.10.7-1\nArchitecture: ${architecture}\nMaintainer: Nobody <nobody@ubuntu.example>\nDescription: made up\n`;
    await mkdir(join(work, "package/DEBIAN"), { recursive: true });
    await mkdir(join(work, "package/usr/sbin"), { recursive: true });
    await writeFile(join(work, "package/DEBIAN/control"), control);
    await copyFile(await findTestNatsServer(work), join(work, "package/usr/sbin/nats-server"));
    await runCommand(["dpkg-deb", "--build", "-Zgzip", "-z1", "package", "nats.deb"], { cwd: work, timeoutMs: 60_000 });
    const deb = await readFile(join(work, "nats.deb"));
    const place = "pool/universe/n/nats-server.deb";
    const packages = Buffer.from(`${control}Filename: ${place}\nSize: ${deb.length}\nSHA256: ${sha256(deb)}\n`);
    const index = `universe/binary-${architecture}/Packages`;
    const release = Buffer.from(
      `Origin: Ubuntu\nSuite: noble\nCodename: noble\nArchitectures: ${architecture}\nComponents: universe\n` +
        `Date: Sat, 21 Nov 2026 12:00:00 UTC\nSHA256:\n ${sha256(packages)} ${packages.length} ${index}\n`,
    );
    return new Map([
      [`${SUITE}/Release`, release],
      [`${SUITE}/${index}`, packages],
      [`/ubuntu/${place}`, deb],
    ]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-nats-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

async function serveArchive(): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    const file = archive.get(url);
    return file === undefined ? response.writeHead(404).end() : response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ubuntu`;
}

/** What an Ubuntu machine configured like this finds. */
async function findOnUbuntu(sources: Readonly<Record<string, string>>): Promise<string> {
  const etc = join(folder, "etc");
  await mkdir(join(etc, "apt/sources.list.d"), { recursive: true });
  await writeFile(join(etc, "os-release"), 'PRETTY_NAME="Ubuntu 24.04 LTS"\nID=ubuntu\nID_LIKE=debian\n');
  for (const [name, text] of Object.entries(sources)) await writeFile(join(etc, "apt", name), text);
  return findNatsServer({
    binary: null,
    searchPath: "",
    home: join(folder, "home"),
    packageRoot: join(folder, "nowhere"),
    dataFolder: join(folder, "nowhere"),
    machine: {
      platform: "made-up",
      programFolders: [],
      etcFolder: etc,
      releases: { address: "http://127.0.0.1:9", pinned: {}, timeoutMs: 1_000 },
    },
  });
}

const cache = () => join(folder, "home/.cache/concordat");
const stanza = (origin: string, more = "Trusted: yes\n") =>
  `Types: deb\nURIs: ${origin}\nSuites: noble\nComponents: universe\n${more}`;

test.runIf(hasApt).each([
  ["deb822 sources", (origin: string) => ({ "sources.list.d/ubuntu.sources": stanza(origin) })],
  ["one-line sources", (origin: string) => ({ "sources.list": `deb [trusted=yes] ${origin} noble universe\n` })],
  [
    "a vendor's archive that is gone beside its own",
    (origin: string) => ({
      "sources.list.d/ubuntu.sources": stanza(origin),
      "sources.list.d/vendor.list": `deb [trusted=yes] ${origin}/gone stable main\n`,
    }),
  ],
])("Ubuntu with %s has its server from there, and nothing but the server is kept", async (_what, sources) => {
  const binary = await findOnUbuntu(sources(await serveArchive()));

  expect(binary).toBe(join(cache(), "nats-server"));
  expect(await readNatsVersion(binary)).not.toHaveProperty("fault");
  expect(await readdir(cache())).toEqual(["nats-server"]);
});

test.runIf(hasApt)("an archive that nobody signed is not believed", async () => {
  const found = findOnUbuntu({ "sources.list.d/ubuntu.sources": stanza(await serveArchive(), "") });

  await expect(found).rejects.toThrow(/own apt sources: The repository .* is not signed/);
  expect(await readdir(cache())).toEqual([]);
});

test.runIf(hasApt)("a package that is not the one of the index is not believed", async () => {
  const origin = await serveArchive();
  const before = archive;
  archive = new Map(
    [...before].map(([name, file]) => [
      name,
      name.endsWith(".deb") ? Buffer.from(file).fill(0, file.length - 9) : file,
    ]),
  );
  onTestFinished(() => {
    archive = before;
  });

  await expect(findOnUbuntu({ "sources.list": `deb [trusted=yes] ${origin} noble universe\n` })).rejects.toThrow(
    /own apt sources: Failed to fetch .*nats-server.deb {2}Hash Sum mismatch/,
  );
  expect(await readdir(cache())).toEqual([]);
});

test.runIf(hasApt)("sources without the package are named with what apt said, and then the way out", async () => {
  const found = findOnUbuntu({ "sources.list": "" });

  await expect(found).rejects.toThrow(
    /^No nats-server could be had \(the machine's own apt sources: [^;]*nats-server; the official release: .*Install nats-server/,
  );
  expect(await readdir(cache())).toEqual([]);
});
