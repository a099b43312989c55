import { chown, mkdtemp, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadOrCreateSecret, randomPassword, readIfThere } from "../keys/private-files.ts";
import { freePort } from "./free-port.ts";
import { findLaunchPrefix, type LaunchPrefix } from "./launch-prefix.ts";
import { endOrphan } from "./orphan.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { runCommand } from "./run-command.ts";
import { type SupervisedServer, supervise } from "./supervise.ts";

type PostgresOptions = {
  readonly dataFolder: string;
  readonly passwordFile: string;
  readonly report?: ((message: string) => void) | undefined;
  readonly onRestart?: ((reason: string) => void) | undefined;
  readonly onGivenUp?: ((error: Error) => void) | undefined;
  /** Further `-c` settings, such as `fsync=off` in a test. */
  readonly settings?: readonly string[];
};

/** PostgreSQL 18 as our child; `ownerUrl` is its superuser's, for migrations only. */
export type EmbeddedPostgres = SupervisedServer & { readonly ownerUrl: string; readonly port: number };

const OWNER = "hub_owner";
const MAJOR_VERSION = "18";
const SETUP_PREFIX = "pg-setup-";
const INITDB_TIMEOUT_MS = 120_000;
const START_ATTEMPTS_MAX = 3;

const SETTINGS: readonly string[] = [
  "listen_addresses=127.0.0.1",
  // No lock files in /tmp.
  "unix_socket_directories=",
  "max_connections=100",
  "timezone=UTC",
  "log_timezone=UTC",
  // Statements, their parameters and the words of an error can hold a person's data. The settings file in the
  // data folder has no say in it.
  "log_min_messages=log",
  "log_min_error_statement=panic",
  "log_error_verbosity=terse",
  "log_statement=none",
  "log_duration=off",
  "log_min_duration_statement=-1",
  "log_min_duration_sample=-1",
  "log_transaction_sample_rate=0",
  "log_parameter_max_length=0",
  "log_parameter_max_length_on_error=0",
];

/** Makes the cluster if there is none, ends the orphan of a killed start, and supervises the server. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { dataFolder, passwordFile, report } = options;
  const binaries = await findPostgresBinaries();
  const prefix = await findLaunchPrefix(binaries.postgres, dataFolder);
  const password = await loadOrCreateSecret(passwordFile, randomPassword);
  await removeUnfinishedSetups(dataFolder);
  const version = await readIfThere(join(dataFolder, "PG_VERSION"));
  if (version === null) {
    report?.("Making a new PostgreSQL database");
    await makeCluster(binaries.initdb, prefix, dataFolder, password);
  } else if (version.trim() !== MAJOR_VERSION) {
    throw new Error(
      `the database in ${dataFolder} is of PostgreSQL ${version.trim()}, and this hub runs ${MAJOR_VERSION}`,
    );
  }
  await endOrphan({
    pidFile: join(dataFolder, "postmaster.pid"),
    mark: dataFolder,
    signals: ["SIGINT", "SIGQUIT", "SIGKILL"],
  });
  const { server, port } = await startOnFreePort(binaries.postgres, prefix, options);
  return { ...server, port, ownerUrl: `postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres` };
}

/** A cluster is made beside its place and moved there when it is whole, so that a killed start leaves none half made. */
async function makeCluster(initdb: string, prefix: LaunchPrefix, folder: string, password: string): Promise<void> {
  const setup = await mkdtemp(join(dirname(folder), SETUP_PREFIX));
  try {
    // The user that initdb runs as must be able to read the password.
    const file = join(setup, "password");
    await writeFile(file, password, { mode: 0o600 });
    if (prefix.owner !== null) {
      await chown(file, prefix.owner, prefix.owner);
      await chown(setup, prefix.owner, prefix.owner);
    }
    const cluster = join(setup, "cluster");
    const options = ["--auth=scram-sha-256", `--pwfile=${file}`, "--encoding=UTF8", "--lc-messages=C"];
    // The built-in locale needs none of the system's, and sorts the same everywhere.
    const locale = ["--locale-provider=builtin", "--locale=C.UTF-8"];
    await runCommand([...prefix.words, initdb, "-D", cluster, "-U", OWNER, ...options, ...locale], {
      timeoutMs: INITDB_TIMEOUT_MS,
    });
    await rmdir(folder);
    await rename(cluster, folder);
  } finally {
    await rm(setup, { recursive: true, force: true });
  }
}

async function removeUnfinishedSetups(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    if (name.startsWith(SETUP_PREFIX)) await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

async function startOnFreePort(
  postgres: string,
  prefix: LaunchPrefix,
  options: PostgresOptions,
): Promise<{ server: SupervisedServer; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { server: await startOn(port, postgres, prefix, options), port };
    } catch (error) {
      // Another process may have taken the port between the asking and the start.
      if (attempt >= START_ATTEMPTS_MAX || !String(error).includes("could not bind")) throw error;
    }
  }
}

function startOn(
  port: number,
  postgres: string,
  prefix: LaunchPrefix,
  { dataFolder, settings = [], onRestart, onGivenUp }: PostgresOptions,
): Promise<SupervisedServer> {
  const chosen = [...SETTINGS, ...settings].flatMap((setting) => ["-c", setting]);
  return supervise({
    name: "PostgreSQL",
    command: () => [...prefix.words, postgres, "-D", dataFolder, "-p", String(port), ...chosen],
    isReady: (written) => written.includes("ready to accept connections"),
    stopSignals: [
      { signal: "SIGINT", waitMs: 2_500 },
      { signal: "SIGQUIT", waitMs: 1_000 },
      { signal: "SIGKILL", waitMs: 500 },
    ],
    onRestart,
    onGivenUp,
  });
}
