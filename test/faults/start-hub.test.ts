import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Part, ServerPart } from "#services/part.ts";
import { closeDatabase, openDatabase } from "#services/platform/database/database.ts";
import { freePort } from "#services/platform/embedded/free-port.ts";
import { supervise } from "#services/platform/embedded/supervise.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { type RunningHub, startHub } from "#services/start-hub.ts";
import { demonstrationScheme } from "#test/demonstration-scheme.ts";
import { startTestHub, testEnvironment } from "../hub.ts";
import { FAST_SETTINGS, findTestNatsServer, makeTestFolder, startTestServers } from "../servers.ts";

async function makeFolder(): Promise<string> {
  const opened = new OpenedThings();
  onTestFinished(() => opened.close());
  return makeTestFolder(opened);
}

async function start(variables: Record<string, string>, parts: readonly Part[] = []): Promise<RunningHub> {
  const hub = await startHub({
    environment: testEnvironment(variables),
    clock: { now: () => new Date("2026-11-21T12:00:00Z") },
    scheme: await demonstrationScheme(),
    parts,
    report: () => undefined,
    logFor: (part) => createLogger({ part, level: "silent" }),
    postgresSettings: FAST_SETTINGS,
  });
  onTestFinished(hub.stop);
  return hub;
}

async function ask(hub: RunningHub, statement: string): Promise<readonly unknown[]> {
  const sql = openDatabase({ url: hub.ownerUrl, applicationName: "test", maxConnections: 1 });
  try {
    return await sql.unsafe(statement).values();
  } finally {
    await closeDatabase(sql);
  }
}

function recordingPart(name: ServerPart["name"], role: ServerPart["role"], events: string[]): ServerPart {
  return {
    name,
    role,
    start: async ({ databaseUrl, bus }) => {
      const sql = openDatabase({ url: databaseUrl, applicationName: name, maxConnections: 1 });
      const [row] = await sql<{ role: string }[]>`select current_user as role`;
      await bus.flush();
      events.push(`${name} started as ${row?.role}`);
      return {
        [Symbol.asyncDispose]: async () => {
          await closeDatabase(sql);
          events.push(`${name} stopped`);
        },
      };
    },
  };
}

test("parts start in order, each with its own role and sign-in, and stop in reverse", async () => {
  const events: string[] = [];
  const hub = await start({ HUB_DATA: await makeFolder() }, [
    recordingPart("core", "hub_core", events),
    recordingPart("gateway", "hub_gateway", events),
    recordingPart("connectors", "hub_connectors", events),
  ]);
  await hub.stop();

  expect(events).toEqual([
    "core started as hub_core",
    "gateway started as hub_gateway",
    "connectors started as hub_connectors",
    "connectors stopped",
    "gateway stopped",
    "core stopped",
  ]);
});

test("a part that fails stops what had started before it", async () => {
  const events: string[] = [];
  const folder = await makeFolder();
  const broken: Part = { name: "gateway", role: "hub_gateway", start: () => Promise.reject(new Error("no door")) };

  await expect(start({ HUB_DATA: folder }, [recordingPart("core", "hub_core", events), broken])).rejects.toThrow(
    "no door",
  );

  expect(events).toEqual(["core started as hub_core", "core stopped"]);
  expect(await readdir(folder)).not.toContain("hub.lock");
});

test("a part that does not stop is left behind within ten seconds", async () => {
  const stuck: Part = {
    name: "core",
    role: "hub_core",
    start: async () => ({ [Symbol.asyncDispose]: () => new Promise(() => undefined) }),
  };
  const hub = await start({ HUB_DATA: await makeFolder() }, [stuck]);
  const asked = performance.now();

  await hub.stop();

  expect(performance.now() - asked).toBeLessThan(10_000);
});

test("connections to the bus that nobody closed are closed with the hub", async () => {
  const hub = await start({ HUB_DATA: await makeFolder() });
  const connection = await hub.connectBusAs("gateway");

  await hub.stop();

  expect(connection.isClosed()).toBe(true);
});

test("a second hub on the same data is refused, and does not disturb the first", async () => {
  const folder = await makeFolder();
  const first = await start({ HUB_DATA: folder });

  await expect(start({ HUB_DATA: folder })).rejects.toThrow(`another hub is running on ${folder}`);

  expect(await ask(first, "select 1")).toEqual([[1]]);
});

test("a second start finds the data of the first", async () => {
  const folder = await makeFolder();
  const first = await start({ HUB_DATA: folder });
  await ask(first, "create table remembered as select 42 as answer");
  await first.stop();

  const second = await start({ HUB_DATA: folder });

  expect(await ask(second, "select answer from remembered")).toEqual([[42]]);
});

test("given servers are used, and none of our own are started", async () => {
  await using servers = await startTestServers({ migrations: [] });
  const folder = await makeFolder();
  const hub = await start({ HUB_DATA: folder, DATABASE_URL: servers.ownerUrl, NATS_URL: servers.natsUrl });

  expect(await ask(hub, "select count(*)::int from pg_namespace where nspname = 'ledger'")).toEqual([[1]]);
  expect((await readdir(folder)).sort()).toEqual(["hub.lock", "keys"]);
  // The given bus has not been told of this hub's keys, and keeps it out.
  await expect(hub.connectBusAs("core")).rejects.toThrow("the bus cannot be reached as core");
});

test("the whole hub runs on given servers", async () => {
  await using servers = await startTestServers({ migrations: [] });
  await using nats = await startOpenNats(await makeFolder());
  await using hub = await startTestHub({ variables: { DATABASE_URL: servers.ownerUrl, NATS_URL: nats.url } });

  expect((await fetch(`${hub.origin}/healthz`)).status).toBe(200);
  expect(await readdir(hub.dataDirectory)).not.toContain("pg");
  expect(await readdir(hub.dataDirectory)).not.toContain("nats");
});

/** Somebody else's nats-server, which asks nobody who they are. */
async function startOpenNats(folder: string): Promise<AsyncDisposable & { url: string }> {
  const binary = await findTestNatsServer(folder);
  const port = await freePort();
  const server = await supervise({
    name: "nats-server",
    command: () => [binary, "-a", "127.0.0.1", "-p", String(port), "-js", "-sd", folder],
    isReady: (written) => written.includes("Server is ready"),
    stopSignals: [{ signal: "SIGKILL", waitMs: 1_000 }],
  });
  return { url: `nats://127.0.0.1:${port}`, [Symbol.asyncDispose]: server.stop };
}

test("a database that cannot be reached ends the start with that reason", async () => {
  const nowhere = start({ HUB_DATA: await makeFolder(), DATABASE_URL: "postgres://owner:pa55word@127.0.0.1:1/hub" });

  await expect(nowhere).rejects.toThrow("the database cannot be reached");
});

test("others may pass through the data folder, but not look into it", async () => {
  const folder = join(await makeFolder(), "data");
  await start({ HUB_DATA: folder });

  expect((await stat(folder)).mode & 0o777).toBe(0o711);
  expect((await stat(join(folder, "keys"))).mode & 0o777).toBe(0o700);
});
