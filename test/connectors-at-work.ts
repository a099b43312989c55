import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstreamManager, RetentionPolicy } from "@nats-io/jetstream";
import { parse } from "csv-parse/sync";
import type { DoneMarker } from "#connectors/feeds/receipt-files.ts";
import { RMS_HEADER } from "#connectors/police/rms-extract.ts";
import { startConnectors } from "#connectors/start-connectors.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { startTestServers, type TestServers } from "./servers.ts";

export const NOW = new Date("2026-11-21T12:00:00Z");
export const POLICE = "hampshire-police";
export const PROBATION = "solent-probation";

const DEADLINE_MS = 15_000;
const SCHEME: Scheme = {
  schemeId: "made-up",
  title: "Made-up scheme",
  agencies: [
    { agencyId: POLICE, agencyType: "police", label: "Police" },
    { agencyId: PROBATION, agencyType: "probation", label: "Probation", detailHosts: ["probation-api.example"] },
    { agencyId: "made-up-charity", agencyType: "vcs", label: "A charity without a connector" },
  ],
  officers: [],
  precedence: [],
};

export type Message = {
  readonly subject: string;
  readonly id: string;
  readonly source: string;
  readonly sequence: string;
  readonly body: { readonly id: string; readonly type: string; readonly data: { readonly sourceRecordRef: string } };
};

/** The connectors alone, on real servers, with a stream that nobody consumes. */
export type ConnectorsAtWork = AsyncDisposable & {
  readonly core: NatsConnection;
  readonly owner: Sql;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Empty folders, an empty stream and nothing noted, as on the first day. */
  readonly begin: () => Promise<void>;
  readonly end: () => Promise<void>;
  readonly makeStream: () => Promise<void>;
  readonly dropStream: () => Promise<void>;
  /** True once something was sent to the stream, whether or not there is one. */
  readonly isPublishing: () => boolean;
  readonly messages: () => Promise<readonly Message[]>;
  readonly path: (agencyId: string, name?: string) => string;
  /** Renames a whole file into the folder. */
  readonly put: (agencyId: string, name: string, content: string | Uint8Array) => Promise<void>;
  /** Puts it there and waits for its marker. */
  readonly drop: (agencyId: string, name: string, content: string | Uint8Array) => Promise<DoneMarker>;
  /** Once it is there, and, where asked for, tells of that many rows. */
  readonly markerOf: (agencyId: string, name: string, rows?: number) => Promise<DoneMarker>;
  readonly receipts: (agencyId: string) => Promise<readonly string[]>;
  readonly errorFile: (agencyId: string, name: string) => Promise<readonly Record<string, string>[]>;
};

export async function startConnectorsAtWork(): Promise<ConnectorsAtWork> {
  const opened = new OpenedThings();
  const servers = await startTestServers({ migrations: ["connectors"] });
  opened.add(() => servers[Symbol.asyncDispose]());
  const core = await servers.connectBusAs("core");
  opened.add(() => core.drain());
  const owner = openDatabase({ url: servers.ownerUrl, applicationName: "connectors test" });
  opened.add(() => closeDatabase(owner));

  let sent = 0;
  core.subscribe("feed.>", {
    callback: () => {
      sent += 1;
    },
  });
  let folder = "";
  let running: AsyncDisposable | null = null;
  const path: ConnectorsAtWork["path"] = (agencyId, name = "") => join(folder, agencyId, name);
  const stop = async () => {
    await running?.[Symbol.asyncDispose]();
    running = null;
  };
  const put: ConnectorsAtWork["put"] = async (agencyId, name, content) => {
    await writeFile(path(agencyId, `.${name}.arriving`), content);
    await rename(path(agencyId, `.${name}.arriving`), path(agencyId, name));
  };
  const markerOf: ConnectorsAtWork["markerOf"] = (agencyId, name, rows) => readMarkerOf(path(agencyId, name), rows);
  return {
    core,
    owner,
    path,
    put,
    stop,
    markerOf,
    start: async () => {
      running = await startOn(servers, folder);
    },
    begin: async () => {
      sent = 0;
      folder = await mkdtemp(join(tmpdir(), "feeds-"));
      await owner`truncate connectors.feed_reading, connectors.rejected_row, connectors.published_event`;
      await makeStream(core);
    },
    end: async () => {
      await stop();
      await dropStream(core);
      await rm(folder, { recursive: true, force: true });
    },
    makeStream: () => makeStream(core),
    dropStream: () => dropStream(core),
    isPublishing: () => sent > 0,
    messages: () => messagesOn(core),
    drop: async (agencyId, name, content) => {
      await put(agencyId, name, content);
      return markerOf(agencyId, name);
    },
    receipts: async (agencyId) =>
      (await readdir(path(agencyId))).filter((name) => /\.(done\.json|errors\.csv)$/.test(name)).sort(),
    errorFile: async (agencyId, name) =>
      parse(await readFile(path(agencyId, `${name}.errors.csv`), "utf8"), { columns: true }) as Record<
        string,
        string
      >[],
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

/** An extract with one visit for each reference. */
export function visits(...personRefs: readonly string[]): string {
  const rows = personRefs.map(
    (ref) => `${ref},,,MARSH,DANA,12/04/1989,F,VISIT,19/11/2026 17:05,,,,,,SOUTHAMPTON CENTRAL,HC2290,SEEN`,
  );
  return `${[RMS_HEADER.join(","), ...rows].join("\n")}\n`;
}

export function sampleFile(agencyType: string, name: string): Promise<Buffer> {
  return readFile(join(packageRoot(), "services/demo/samples", agencyType, name));
}

export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) {
      throw new Error("it did not come about in time");
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function startOn(servers: TestServers, feedsDirectory: string): Promise<AsyncDisposable> {
  const bus = await servers.connectBusAs("connectors");
  const started = await startConnectors({
    databaseUrl: servers.databaseUrlFor("hub_connectors"),
    bus,
    clock: { now: () => NOW },
    scheme: SCHEME,
    feedsDirectory,
    acceptTestIdentifiers: true,
    log: createLogger({ part: "connectors", level: "silent" }),
  });
  return {
    [Symbol.asyncDispose]: async () => {
      await started[Symbol.asyncDispose]();
      await bus.drain();
    },
  };
}

async function makeStream(core: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(core);
  await manager.streams.add({ name: "FEED", subjects: ["feed.>"], retention: RetentionPolicy.Workqueue });
}

/** With it goes what the bus remembers of message ids, as after the loss of its disk. */
async function dropStream(core: NatsConnection): Promise<void> {
  await (await jetstreamManager(core)).streams.delete("FEED").catch(() => false);
}

async function messagesOn(core: NatsConnection): Promise<readonly Message[]> {
  const manager = await jetstreamManager(core);
  const { state } = await manager.streams.info("FEED");
  const found: Message[] = [];
  for (let seq = Math.max(state.first_seq, 1); seq <= state.last_seq; seq += 1) {
    const stored = await manager.streams.getMessage("FEED", { seq });
    if (stored !== null) {
      found.push({
        subject: stored.subject,
        id: stored.header.get("Nats-Msg-Id"),
        source: stored.header.get("Hub-Source"),
        sequence: stored.header.get("Hub-Source-Seq"),
        body: stored.json(),
      });
    }
  }
  return found;
}

async function readMarkerOf(path: string, rows: number | undefined): Promise<DoneMarker> {
  const read = async () => {
    const text = await readFile(`${path}.done.json`, "utf8").catch(() => null);
    const marker = text === null ? null : (JSON.parse(text) as DoneMarker);
    return rows === undefined || marker?.rows === rows ? marker : null;
  };
  await until(async () => (await read()) !== null);
  const marker = await read();
  if (marker === null) {
    throw new Error("a marker was taken away");
  }
  return marker;
}
