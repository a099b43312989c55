import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AptSource } from "./apt-sources.ts";
import { readNatsVersion } from "./nats-version.ts";
import { runCommand } from "./run-command.ts";

type AptOptions = {
  readonly folder: string;
  readonly etcFolder: string;
  readonly source: AptSource;
  readonly install: (binary: string) => Promise<void>;
};

const UPDATE_TIMEOUT_MS = 120_000;
const DOWNLOAD_TIMEOUT_MS = 120_000;

/**
 * Downloads the package with a private apt state: needs no root, changes nothing on the machine,
 * and apt checks the archive's signature with the keyring that is already here.
 */
export async function fetchFromApt({ folder, etcFolder, source, install }: AptOptions): Promise<void> {
  const work = await mkdtemp(join(folder, "apt-"));
  try {
    for (const part of ["state/lists/partial", "cache/archives/partial", "etc", "unpacked"]) {
      await mkdir(join(work, part), { recursive: true });
    }
    if (source.sourcesList !== null) await writeFile(join(work, "etc/sources.list"), source.sourcesList);
    await download(work, ["apt-get", "-qq", ...aptOptions(work, etcFolder, source)]);
    const archive = (await readdir(work)).find((name) => name.endsWith(".deb"));
    if (archive === undefined) throw new Error("apt downloaded no package");
    await runCommand(["dpkg", "-x", archive, "unpacked"], { cwd: work, timeoutMs: DOWNLOAD_TIMEOUT_MS });
    const binary = join(work, "unpacked/usr/sbin/nats-server");
    const version = await readNatsVersion(binary);
    if ("fault" in version) throw new Error(`the nats-server of this source ${version.fault}`);
    await install(binary);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * An update fails when any of the machine's sources does, such as that of a vendor who has gone: what counts is whether the
 * package can be had from the others, and only then why not.
 */
async function download(work: string, apt: readonly string[]): Promise<void> {
  const updated = runCommand([...apt, "update"], { cwd: work, timeoutMs: UPDATE_TIMEOUT_MS });
  const fault = await updated.then(
    () => null,
    (error: unknown) => error,
  );
  try {
    await runCommand([...apt, "download", "nats-server"], { cwd: work, timeoutMs: DOWNLOAD_TIMEOUT_MS });
  } catch (error) {
    throw new Error(whatAptSaid(fault ?? error), { cause: error });
  }
}

/** Its error rather than the warnings before it. */
function whatAptSaid(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [, said] = /(?:^|: )E: (.*)$/m.exec(text) ?? [];
  return said ?? text;
}

/** Everything that apt would write goes to the work folder; what it reads of the machine stays as it is. */
export function aptOptions(work: string, etcFolder: string, { sourcesList }: AptSource): readonly string[] {
  const options = [
    `Dir::State=${work}/state`,
    "Dir::State::status=/var/lib/dpkg/status",
    `Dir::Cache=${work}/cache`,
    `Dir::Etc=${etcFolder}/apt`,
    "APT::Sandbox::User=",
    "Acquire::Languages=none",
    "Acquire::Retries=2",
  ];
  const ours = [`Dir::Etc::SourceList=${work}/etc/sources.list`, "Dir::Etc::SourceParts=/nonexistent"];
  return [...options, ...(sourcesList === null ? [] : ours)].flatMap((option) => ["-o", option]);
}
