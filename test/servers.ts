import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { busSeed, busUsers, inboxPrefix } from "#services/bus-users.ts";
import { databaseUrlFor, type HubRole, migrationFolders, rolePasswords } from "#services/hub-database.ts";
import { connectBus, type NatsConnection } from "#services/platform/bus/bus.ts";
import { migrateDatabase } from "#services/platform/database/migrate.ts";
import { findNatsServer } from "#services/platform/embedded/find-nats-server.ts";
import { startNats } from "#services/platform/embedded/nats.ts";
import { startPostgres } from "#services/platform/embedded/postgres.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { TEST_SCHEME } from "./made-up-events.ts";

export type TestServers = AsyncDisposable & {
  readonly ownerUrl: string;
  readonly databaseUrlFor: (role: HubRole) => string;
  readonly natsUrl: string;
  /** For tests that pull a server away: it is started again by its supervisor. */
  readonly kill: (server: "postgres" | "nats") => void;
  /** Signs in as a part (`core`, `gateway`, `connectors`) or as an agency, by its agencyId. */
  readonly connectBusAs: (user: string) => Promise<NatsConnection>;
};

/** `migrations`: only those folders (`ledger`, `core`, `connectors`, `gateway`); all of them if not given. */
type TestServersOptions = { readonly migrations?: readonly string[] };

/** Settings that give up durability for speed: a test's data does not outlive the test. */
export const FAST_SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/** A real PostgreSQL with every migration applied and a real nats-server, for one test file. */
export async function startTestServers(options: TestServersOptions = {}): Promise<TestServers> {
  const opened = new OpenedThings();
  try {
    return await openServers(opened, options);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openServers(opened: OpenedThings, { migrations }: TestServersOptions): Promise<TestServers> {
  const folder = await makeTestFolder(opened);
  const keys = join(folder, "keys");
  const postgres = await startPostgres({
    dataFolder: join(folder, "pg"),
    passwordFile: join(keys, "hub_owner.password"),
    settings: FAST_SETTINGS,
  });
  opened.add(postgres.stop);
  const nats = await startNats({
    binary: await findTestNatsServer(folder),
    dataFolder: join(folder, "nats"),
    users: await busUsers(TEST_SCHEME, keys),
  });
  opened.add(nats.stop);

  const passwords = await rolePasswords(keys);
  const folders = migrationFolders()
    .filter(({ path }) => existsSync(join(path, "meta/_journal.json")))
    .filter(({ name }) => migrations === undefined || migrations.includes(name));
  await migrateDatabase({ ownerUrl: postgres.ownerUrl, rolePasswords: passwords, folders });
  return {
    ownerUrl: postgres.ownerUrl,
    databaseUrlFor: (role) => databaseUrlFor(postgres.ownerUrl, role, passwords[role]),
    natsUrl: nats.url,
    kill: (server) => {
      const pid = server === "nats" ? nats.pid() : postgres.pid();
      // PostgreSQL's fast shutdown; a killed postmaster would leave its children behind for a while.
      if (pid !== undefined) process.kill(pid, server === "nats" ? "SIGKILL" : "SIGINT");
    },
    connectBusAs: async (user) =>
      connectBus({ url: nats.url, name: user, nkeySeed: await busSeed(keys, user), inboxPrefix: inboxPrefix(user) }),
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

/** A folder of this test's own, which a server that is not root's can pass through. */
export async function makeTestFolder(opened: OpenedThings): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-test-"));
  opened.add(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o711);
  return folder;
}

export function findTestNatsServer(dataFolder: string): Promise<string> {
  return findNatsServer({
    binary: process.env["NATS_SERVER_BIN"] || null,
    searchPath: process.env["PATH"] ?? "",
    home: process.env["HOME"],
    packageRoot: packageRoot(),
    dataFolder,
  });
}
