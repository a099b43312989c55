import { randomUUID } from "node:crypto";
import { type JetStreamClient, jetstream } from "@nats-io/jetstream";
import { headers } from "@nats-io/transport-node";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { feedSubjectOf } from "#schemas/subjects.ts";
import { startCore } from "#services/core/start-core.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { until } from "./eventually.ts";
import { NOW, TEST_SCHEME } from "./made-up-events.ts";
import { startTestServers, type TestServers } from "./servers.ts";

/** The core alone on real servers, with a publisher that stands for connectors and a reader that may see all tables. */
export type CoreAtWork = AsyncDisposable & {
  readonly servers: TestServers;
  readonly owner: Sql;
  readonly asGateway: Sql;
  readonly asCore: Sql;
  readonly bus: NatsConnection;
  readonly clock: { now: () => Date; set: (at: string) => void };
  readonly publish: (event: AgencyEvent, from?: { source?: string; seq?: number; subject?: string }) => Promise<void>;
  /** Publishes and waits until all of it is committed. */
  readonly takeIn: (...events: readonly AgencyEvent[]) => Promise<void>;
  readonly command: (subject: string, body: unknown) => Promise<unknown>;
  readonly personBy: (type: string, value: string) => Promise<string | null>;
  readonly read: (personId: string) => Promise<PublishedRecord | null>;
  readonly restartCore: () => Promise<void>;
  readonly stopCore: () => Promise<void>;
};

const ANSWER_MAX_MS = 15_000;

export async function startCoreAtWork(): Promise<CoreAtWork> {
  const opened = new OpenedThings();
  try {
    return await openCore(opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openCore(opened: OpenedThings): Promise<CoreAtWork> {
  const servers = await startTestServers({ migrations: ["ledger", "core"] });
  opened.add(() => servers[Symbol.asyncDispose]());
  const database = (url: string): Sql => {
    const sql = openDatabase({ url, applicationName: "test", maxConnections: 2 });
    opened.add(() => closeDatabase(sql));
    return sql;
  };
  const owner = database(servers.ownerUrl);
  const [coreBus, bus] = [await servers.connectBusAs("core"), await servers.connectBusAs("connectors")];
  opened.add(() => Promise.all([coreBus.close(), bus.close()]));
  let at = new Date(NOW);
  const clock = {
    now: () => at,
    set: (text: string) => {
      at = new Date(text);
    },
  };

  const start = (): Promise<AsyncDisposable> =>
    startCore({
      databaseUrl: servers.databaseUrlFor("hub_core"),
      bus: coreBus,
      clock,
      scheme: TEST_SCHEME,
      log: createLogger({ part: "core", level: "silent" }),
    });
  let core: AsyncDisposable | null = await start();
  const stopCore = async (): Promise<void> => {
    await core?.[Symbol.asyncDispose]();
    core = null;
  };
  opened.add(stopCore);

  const stream = jetstream(bus);
  const publish: CoreAtWork["publish"] = (event, from = {}) => publishEvent(stream, event, from);
  const command: CoreAtWork["command"] = async (subject, body) =>
    (await bus.request(subject, JSON.stringify(body), { timeout: ANSWER_MAX_MS })).json();
  let sources = 0;
  return {
    servers,
    owner,
    asGateway: database(servers.databaseUrlFor("hub_gateway")),
    asCore: database(servers.databaseUrlFor("hub_core")),
    bus,
    clock,
    publish,
    takeIn: async (...events) => {
      sources += 1;
      const source = `test:${sources}`;
      for (const [index, event] of events.entries()) {
        await publish(event, { source, seq: index + 1 });
      }
      for (const agencyId of new Set(events.map(({ agencyid }) => agencyid))) {
        const sent = new Set(events.filter(({ agencyid }) => agencyid === agencyId).map(({ id }) => id)).size;
        await until(async () => {
          const [row] = await owner<{ position: string }[]>`
            select position from core.source_position where agency_id = ${agencyId} and source = ${source}`;
          return Number(row?.position ?? 0) >= sent;
        });
      }
    },
    command,
    personBy: async (type, value) => {
      const [row] = await owner<{ person_id: string }[]>`
        select person_id from core.identifier where type = ${type} and value = ${value}`;
      return row?.person_id ?? null;
    },
    read: async (personId) => {
      const [row] = await owner<
        { record: PublishedRecord | null }[]
      >`select published.read_person(${personId}) as record`;
      return row?.record ?? null;
    },
    restartCore: async () => {
      await stopCore();
      core = await start();
    },
    stopCore,
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

async function publishEvent(
  stream: JetStreamClient,
  event: AgencyEvent,
  { source = "test:0", seq = 1, subject }: { source?: string; seq?: number; subject?: string },
): Promise<void> {
  const marked = headers();
  marked.set("Hub-Source", source);
  marked.set("Hub-Source-Seq", String(seq));
  // Unlike a connector's, so that the bus does not drop what is sent twice: the core must tell by itself.
  marked.set("Nats-Msg-Id", `${event.agencyid}:${event.id}:${randomUUID()}`);
  await stream.publish(subject ?? feedSubjectOf(event), JSON.stringify(event), { headers: marked });
}
