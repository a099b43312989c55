import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import type { DoneMarker } from "#connectors/feeds/receipt-files.ts";
import { startConnectors } from "#connectors/start-connectors.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { startCore } from "#services/core/start-core.ts";
import { openDatabase, type Sql } from "#services/platform/database/database.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { until } from "./eventually.ts";
import { NOW, TEST_SCHEME } from "./made-up-events.ts";
import { startTestServers } from "./servers.ts";

/** Connectors and core on real servers: files go in, and the published record comes out. Time goes on with every file. */
export type FeedsIntoCore = AsyncDisposable & {
  readonly owner: Sql;
  /** Renames a file into the feed folder, takes an old marker away, and waits for the new one. */
  readonly dropUnread: (agencyId: string, name: string, content: string) => Promise<DoneMarker>;
  /** The same; resolves once the core has committed what came of it. */
  readonly drop: (agencyId: string, name: string, content: string) => Promise<DoneMarker>;
  /** Once the core has committed everything that is on the bus. */
  readonly settled: () => Promise<void>;
  /** The stream with everything on it, and what the bus remembers of ids. */
  readonly loseBus: () => Promise<void>;
  /** Asks the core as the gateway would. */
  readonly command: (subject: string, body: object) => Promise<unknown>;
  readonly recordBy: (identifier: string) => Promise<PublishedRecord>;
  readonly startConnectors: () => Promise<void>;
  readonly stopConnectors: () => Promise<void>;
  readonly startCore: () => Promise<void>;
  readonly stopCore: () => Promise<void>;
};

const FILE_APART_MS = 60_000;

export async function startFeedsIntoCore(): Promise<FeedsIntoCore> {
  const opened = new OpenedThings();
  const servers = await startTestServers({ migrations: ["ledger", "core", "connectors"] });
  opened.add(() => servers[Symbol.asyncDispose]());
  const feedsDirectory = await mkdtemp(join(tmpdir(), "feeds-"));
  opened.add(() => rm(feedsDirectory, { recursive: true, force: true }));
  const owner = openDatabase({ url: servers.ownerUrl, applicationName: "feeds test" });
  opened.add(() => owner.end());
  let at = Date.parse(NOW);
  const clock = { now: () => new Date(at) };
  const partOf = (name: "core" | "connectors") => ({
    clock,
    scheme: TEST_SCHEME,
    databaseUrl: servers.databaseUrlFor(`hub_${name}`),
    log: createLogger({ part: name, level: "silent" }),
  });
  const coreBus = await servers.connectBusAs("core");
  opened.add(() => coreBus.close());
  const connectorsBus = await servers.connectBusAs("connectors");
  opened.add(() => connectorsBus.close());
  const core = part(() => startCore({ ...partOf("core"), bus: coreBus }));
  const connectors = part(() =>
    startConnectors({ ...partOf("connectors"), bus: connectorsBus, feedsDirectory, acceptTestIdentifiers: true }),
  );
  opened.add(core.stop);
  opened.add(connectors.stop);
  await core.start();
  await connectors.start();

  const path = (agencyId: string, name: string) => join(feedsDirectory, agencyId, name);
  const dropUnread: FeedsIntoCore["dropUnread"] = async (agencyId, name, content) => {
    at += FILE_APART_MS;
    await mkdir(join(feedsDirectory, agencyId), { recursive: true });
    await rm(`${path(agencyId, name)}.done.json`, { force: true });
    await writeFile(path(agencyId, `.${name}.arriving`), content);
    await rename(path(agencyId, `.${name}.arriving`), path(agencyId, name));
    return markerOf(path(agencyId, name));
  };
  // Every event leaves the stream when it is committed.
  const settled = async () => {
    const manager = await jetstreamManager(coreBus);
    await until(async () => (await manager.streams.info("FEED")).state.messages === 0);
  };
  return {
    owner,

    startCore: core.start,
    stopCore: core.stop,
    startConnectors: connectors.start,
    stopConnectors: connectors.stop,
    loseBus: async () => {
      await (await jetstreamManager(coreBus)).streams.delete("FEED");
    },
    dropUnread,
    command: async (subject, body) =>
      (await connectorsBus.request(subject, JSON.stringify(body), { timeout: 15_000 })).json(),
    drop: async (agencyId, name, content) => {
      const marker = await dropUnread(agencyId, name, content);
      await settled();
      return marker;
    },
    settled,
    recordBy: async (identifier) => {
      const [row] = await owner<{ record: PublishedRecord }[]>`
        select published.read_person(person_id) as record from core.identifier where value = ${identifier}`;
      if (row === undefined) {
        throw new Error("nobody holds that identifier");
      }
      return row.record;
    },
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

type Part = { readonly start: () => Promise<void>; readonly stop: () => Promise<void> };

function part(begin: () => Promise<AsyncDisposable>): Part {
  let running: AsyncDisposable | null = null;
  return {
    start: async () => {
      running = await begin();
    },
    stop: async () => {
      await running?.[Symbol.asyncDispose]();
      running = null;
    },
  };
}

async function markerOf(path: string): Promise<DoneMarker> {
  let found = "";
  await until(async () => {
    found = await readFile(`${path}.done.json`, "utf8").catch(() => "");
    return found !== "";
  });
  return JSON.parse(found) as DoneMarker;
}
