import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readIfThere } from "../keys/private-files.ts";
import { readNatsVersion } from "./nats-version.ts";
import { runCommand } from "./run-command.ts";

/** Where apt is to look: one Debian suite from the machine's own mirror, or the machine's own sources. */
export type AptSource = { readonly label: string; readonly sourcesList: string | null };

type AptOptions = {
  readonly folder: string;
  readonly source: AptSource;
  readonly install: (binary: string) => Promise<void>;
};

const UPDATE_TIMEOUT_MS = 120_000;
const DOWNLOAD_TIMEOUT_MS = 120_000;
const DEBIAN_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
/** Trixie's server is newer and needs libc 2.34; bookworm's runs on anything that Debian still looks after. */
const DEBIAN_SUITES = ["trixie", "bookworm"] as const;
const SOURCES_FOLDER = "/etc/apt/sources.list.d";

/** The sources worth asking on this machine, best first; none where there is no apt. */
export async function aptSources(): Promise<readonly AptSource[]> {
  const release = (await readIfThere("/etc/os-release")) ?? "";
  if (/^ID(_LIKE)?=.*ubuntu/m.test(release)) return [{ label: "the machine's own apt sources", sourcesList: null }];
  if (!/^ID(_LIKE)?=.*debian/m.test(release)) return [];
  const mirror = debianMirror(await readConfiguredSources());
  if (mirror === null) return [{ label: "the machine's own apt sources", sourcesList: null }];
  return DEBIAN_SUITES.map((suite) => ({
    label: `Debian ${suite}`,
    sourcesList: `deb [signed-by=${DEBIAN_KEYRING}] ${mirror} ${suite} main\n`,
  }));
}

/** The first Debian archive that this machine's configuration names, in the one-line or the deb822 form. */
export function debianMirror(configuration: string): string | null {
  for (const line of configuration.split("\n")) {
    const [, mirror] =
      /^(?:deb|URIs:)\s.*?((?:https?|mirror\+https?):\/\/\S+?\/debian\/?)(?=\s|$)/.exec(line.trim()) ?? [];
    if (mirror !== undefined) return mirror;
  }
  return null;
}

/**
 * Downloads the package with a private apt state: needs no root, changes nothing on the machine,
 * and apt checks the archive's signature with the keyring that is already here.
 */
export async function fetchFromApt({ folder, source, install }: AptOptions): Promise<void> {
  const work = await mkdtemp(join(folder, "apt-"));
  try {
    for (const part of ["state/lists/partial", "cache/archives/partial", "etc", "unpacked"]) {
      await mkdir(join(work, part), { recursive: true });
    }
    const apt = ["apt-get", "-qq", ...(await aptOptions(work, source))];
    await runCommand([...apt, "update"], { cwd: work, timeoutMs: UPDATE_TIMEOUT_MS });
    await runCommand([...apt, "download", "nats-server"], { cwd: work, timeoutMs: DOWNLOAD_TIMEOUT_MS });
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

async function aptOptions(work: string, { sourcesList }: AptSource): Promise<readonly string[]> {
  const options = [
    `Dir::State=${work}/state`,
    "Dir::State::status=/var/lib/dpkg/status",
    `Dir::Cache=${work}/cache`,
    "APT::Sandbox::User=",
    "Acquire::Languages=none",
    "Acquire::Retries=2",
  ];
  if (sourcesList !== null) {
    await writeFile(join(work, "etc/sources.list"), sourcesList);
    options.push(`Dir::Etc::SourceList=${work}/etc/sources.list`, "Dir::Etc::SourceParts=/nonexistent");
  }
  return options.flatMap((option) => ["-o", option]);
}

async function readConfiguredSources(): Promise<string> {
  const names = await readdir(SOURCES_FOLDER).catch(() => []);
  const files = ["/etc/apt/sources.list", ...names.map((name) => join(SOURCES_FOLDER, name))];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  return texts.join("\n");
}
