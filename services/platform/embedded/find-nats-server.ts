import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptSources } from "./apt-sources.ts";
import { type Machine, THIS_MACHINE } from "./machine.ts";
import {
  cacheFolders,
  clearLeftovers,
  installProgram,
  isTrustworthy,
  oneAtATime,
  writableFolder,
} from "./nats-cache.ts";
import { fetchFromApt } from "./nats-from-apt.ts";
import { fetchRelease } from "./nats-release.ts";
import { readNatsVersion } from "./nats-version.ts";

export type FindNatsOptions = {
  /** NATS_SERVER_BIN: when given, it is this one or none. */
  readonly binary: string | null;
  readonly searchPath: string;
  readonly home: string | undefined;
  readonly packageRoot: string;
  readonly dataFolder: string;
  readonly report?: ((message: string) => void) | undefined;
  /** This one, unless a test makes one up. */
  readonly machine?: Machine;
};

const ADVICE =
  "Install nats-server 2.9 or newer (Debian and Ubuntu: apt-get install nats-server; macOS: brew install nats-server), " +
  "or set NATS_SERVER_BIN to the program, or NATS_URL to a running server";

/** A nats-server that runs here: named, installed, cached, or downloaded from a source that can be checked. */
export async function findNatsServer(options: FindNatsOptions): Promise<string> {
  if (options.binary !== null) return named(options.binary);
  const { machine = THIS_MACHINE } = options;
  const installed = options.searchPath.split(delimiter).filter((folder) => folder !== "");
  for (const folder of [...installed, ...machine.programFolders]) {
    const binary = join(folder, "nats-server");
    if (existsSync(binary) && !("fault" in (await readNatsVersion(binary)))) return binary;
  }
  const folders = cacheFolders(options);
  return (await findCached(folders)) ?? (await download(folders, machine, options));
}

async function named(binary: string): Promise<string> {
  const version = existsSync(binary) ? await readNatsVersion(binary) : { fault: "is not there" };
  if ("fault" in version) throw new Error(`NATS_SERVER_BIN: ${binary} ${version.fault}`);
  return binary;
}

async function findCached(folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const binary = join(folder, "nats-server");
    if ((await isTrustworthy(binary)) && !("fault" in (await readNatsVersion(binary)))) return binary;
  }
  return null;
}

async function download(folders: readonly string[], machine: Machine, { report }: FindNatsOptions): Promise<string> {
  const folder = await writableFolder(folders);
  return oneAtATime(folder, async () => {
    // Another start may have fetched it while we waited.
    const cached = await findCached([folder]);
    if (cached !== null) return cached;
    await clearLeftovers(folder);
    const target = join(folder, "nats-server");
    const install = (binary: string): Promise<void> => installProgram(binary, target);
    const faults: string[] = [];
    for (const attempt of await attempts(folder, machine, install)) {
      report?.(`Downloading nats-server from ${attempt.label}`);
      try {
        await attempt.fetch();
        return target;
      } catch (error) {
        faults.push(`${attempt.label}: ${firstLine(error)}`);
      }
    }
    throw new Error(`No nats-server could be had (${faults.join("; ")}). ${ADVICE}`);
  });
}

type Attempt = { readonly label: string; readonly fetch: () => Promise<void> };

async function attempts(
  folder: string,
  { platform, etcFolder, releases }: Machine,
  install: (binary: string) => Promise<void>,
): Promise<readonly Attempt[]> {
  const apt = (await aptSources(etcFolder)).map((source) => ({
    label: source.label,
    fetch: () => fetchFromApt({ folder, etcFolder, source, install }),
  }));
  const release = () => fetchRelease({ folder, platform, source: releases, install });
  return [...apt, { label: "the official release", fetch: release }];
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
