import type { NatsConnection } from "@nats-io/transport-node";
import type { AgencyClient } from "#gateway/client/agency-client.ts";
import { pairwiseId } from "#gateway/people/pairwise-ids.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { DemoAgency } from "#services/demo/demo-agencies.ts";
import { closeStage, type Stage, setStage } from "#services/demo/stage.ts";
import { PARTS } from "#services/parts.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { startHub } from "#services/start-hub.ts";
import { demonstrationScheme } from "#test/demonstration-scheme.ts";
import { testEnvironment } from "../../hub.ts";
import { FAST_SETTINGS, makeTestFolder } from "../../servers.ts";
import { readAgreement, signedByAll } from "../oracle/agreement.ts";
import type { OracleWorld } from "../oracle.ts";
import { freePort, startRecordingProxy } from "./recording-proxy.ts";

export const NOW = new Date("2026-11-21T12:00:00Z");

/** The whole hub behind a proxy that keeps every byte, with every log line of every part and every pointer on the bus. */
export type CanaryHub = AsyncDisposable & {
  readonly stage: Stage;
  readonly core: Sql;
  readonly bus: NatsConnection;
  readonly world: OracleWorld;
  readonly take: () => Buffer;
  /** What every part wrote to its log, and every message of `hub.>`. */
  readonly inside: () => Buffer;
  readonly agency: (agencyId: string) => DemoAgency;
  readonly client: (agencyId: string) => AgencyClient;
  readonly personIdFor: (agencyId: string, personId: string) => Promise<string>;
  readonly recordOf: (personId: string) => Promise<PublishedRecord>;
};

export async function startCanaryHub(): Promise<CanaryHub> {
  const opened = new OpenedThings();
  const gatewayPort = await freePort();
  const proxy = await startRecordingProxy(gatewayPort);
  opened.add(() => proxy[Symbol.asyncDispose]());
  const inside: string[] = [];
  const hub = await startHub({
    environment: testEnvironment({
      HUB_DATA: await makeTestFolder(opened),
      HUB_ORIGIN: proxy.origin,
      HUB_PORT: String(gatewayPort),
    }),
    clock: { now: () => NOW },
    scheme: await demonstrationScheme(),
    parts: PARTS,
    report: () => undefined,
    logFor: (part) =>
      createLogger({ part, level: "trace", destination: { write: (line: string) => void inside.push(line) } }),
    postgresSettings: FAST_SETTINGS,
  });
  opened.add(hub.stop);
  const stage = await setStage(hub, () => undefined);
  opened.add(() => closeStage(stage));
  const core = openDatabase({ url: hub.databaseUrlFor("hub_core"), applicationName: "canaries", maxConnections: 2 });
  opened.add(() => closeDatabase(core));
  const bus = await hub.connectBusAs("core");
  opened.add(() => bus.close());
  bus.subscribe("hub.>", { callback: (_, message) => void inside.push(`${message.subject} ${message.string()}`) });
  await bus.flush();
  const agency = (agencyId: string) => named(stage, agencyId);
  return {
    stage,
    core,
    bus,
    world: worldOf(stage),
    take: proxy.take,
    inside: () => Buffer.from(inside.join("\n")),
    agency,
    client: (agencyId) => stage.clientFor(agency(agencyId)),
    personIdFor: (agencyId, personId) => pairwiseId(stage.sql, agencyId, personId),
    recordOf: (personId) => readRecord(stage.sql, personId),
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

function worldOf({ hub: { scheme } }: Stage): OracleWorld {
  const folder = new URL("../../../policies/agreements/", import.meta.url);
  const files = ["solent-iom.isa.yaml", "solent-substance-misuse.isa.yaml"];
  return {
    agreements: files.map((file) => signedByAll(readAgreement(new URL(file, folder)))),
    agencyTypes: Object.fromEntries(scheme.agencies.map(({ agencyId, agencyType }) => [agencyId, agencyType])),
    precedence: scheme.precedence,
    hostOf: { "iom-team": "hampshire-police" },
  };
}

async function readRecord(sql: Sql, personId: string): Promise<PublishedRecord> {
  const [row] = await sql<{ readonly record: PublishedRecord }[]>`select record from gateway.read_person(${personId})`;
  if (row?.record === undefined || row.record === null) {
    throw new Error("the canary person is not published");
  }
  return row.record;
}

function named(stage: Stage, agencyId: string): DemoAgency {
  const found = stage.agencies.find((agency) => agency.agencyId === agencyId);
  if (found === undefined) {
    throw new Error(`no agency ${agencyId}`);
  }
  return found;
}
