import { join } from "node:path";
import type { Scheme } from "#schemas/scheme.ts";
import { connectBus, type NatsConnection } from "#services/platform/bus/bus.ts";
import { migrateDatabase } from "#services/platform/database/migrate.ts";
import { findNatsServer } from "#services/platform/embedded/find-nats-server.ts";
import { startNats } from "#services/platform/embedded/nats.ts";
import { startPostgres } from "#services/platform/embedded/postgres.ts";
import type { Environment } from "#services/platform/environment/environment.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import { busSeed, busUsers, inboxPrefix } from "./bus-users.ts";
import { databaseUrlFor, type HubRole, migrationFolders, rolePasswords } from "./hub-database.ts";

/** PostgreSQL and NATS, embedded or external, ready for the parts: migrated, and open to the bus users alone. */
export type HubServers = {
  readonly ownerUrl: string;
  readonly databaseUrlFor: (role: HubRole) => string;
  /** A connection of its own for each call; those still open are closed when the hub stops. */
  readonly connectBusAs: (user: string) => Promise<NatsConnection>;
};

export type ServersOptions = {
  readonly environment: Environment;
  readonly scheme: Scheme;
  readonly report: (message: string) => void;
  readonly logFor: (part: string) => Logger;
  readonly onGivenUp: (error: Error) => void;
  /** Further settings of the embedded PostgreSQL, for tests. */
  readonly postgresSettings?: readonly string[];
};

/** Starts or reaches both servers and brings the database forward; what it opened is added to `opened`. */
export async function openServers(options: ServersOptions, opened: OpenedThings): Promise<HubServers> {
  const keys = join(options.environment.dataFolder, "keys");
  const [ownerUrl, natsUrl] = await bothOrNeither(openDatabaseServer(options, opened), openBusServer(options, opened));
  const passwords = await rolePasswords(keys);
  await migrateDatabase({ ownerUrl, rolePasswords: passwords, folders: migrationFolders() });
  // Added here, and not when each is made, so that they are closed after the parts and before the servers.
  const connections = new OpenedThings();
  opened.add(() => connections.close());
  return {
    ownerUrl,
    databaseUrlFor: (role) => databaseUrlFor(ownerUrl, role, passwords[role]),
    connectBusAs: async (user) => {
      const connection = await signIn(natsUrl, keys, user);
      connections.add(() => connection.close());
      return connection;
    },
  };
}

/** Waits for both even when one fails, so that a server that is still starting is not forgotten. */
async function bothOrNeither(first: Promise<string>, second: Promise<string>): Promise<readonly [string, string]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

async function openDatabaseServer(options: ServersOptions, opened: OpenedThings): Promise<string> {
  const { environment, report, logFor, onGivenUp, postgresSettings = [] } = options;
  if (environment.databaseUrl !== null) return environment.databaseUrl;
  report("Starting PostgreSQL");
  const postgres = await startPostgres({
    dataFolder: join(environment.dataFolder, "pg"),
    passwordFile: join(environment.dataFolder, "keys/hub_owner.password"),
    settings: postgresSettings,
    report,
    onRestart: (reason) => logFor("servers").warn({ reason }, "PostgreSQL is restarted"),
    onGivenUp,
  });
  opened.add(postgres.stop);
  return postgres.ownerUrl;
}

async function openBusServer(options: ServersOptions, opened: OpenedThings): Promise<string> {
  const { environment, scheme, report, logFor, onGivenUp } = options;
  const { dataFolder, natsUrl, natsServerBinary, searchPath, home } = environment;
  if (natsUrl !== null) return natsUrl;
  const binary = await findNatsServer({
    binary: natsServerBinary,
    searchPath,
    home,
    packageRoot: packageRoot(),
    dataFolder,
    report,
  });
  report("Starting nats-server");
  const nats = await startNats({
    binary,
    dataFolder: join(dataFolder, "nats"),
    users: await busUsers(scheme, join(dataFolder, "keys")),
    onRestart: (reason) => logFor("servers").warn({ reason }, "nats-server is restarted"),
    onGivenUp,
  });
  opened.add(nats.stop);
  return nats.url;
}

/** With the user's own key, unless the address says how to sign in. */
async function signIn(url: string, keysFolder: string, user: string): Promise<NatsConnection> {
  const nkeySeed = await busSeed(keysFolder, user);
  try {
    return await connectBus({ url, name: user, inboxPrefix: inboxPrefix(user), nkeySeed });
  } catch (cause) {
    throw new Error(`the bus cannot be reached as ${user}`, { cause });
  }
}
