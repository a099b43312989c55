import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type AgencyClient, createAgencyClient } from "#gateway/client/agency-client.ts";
import type { PrivateJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { pairwiseId } from "#gateway/people/pairwise-ids.ts";
import { startGateway } from "#gateway/start-gateway.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ConsentRecord, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { demonstrationScheme } from "#test/demonstration-scheme.ts";
import { agreementsFolder } from "./agreements-folder.ts";
import { type Enrolled, enrolAgencies, enrolOfficers } from "./enrolled-keys.ts";
import { makeTestFolder, startTestServers, type TestServers } from "./servers.ts";
import { type SettableMachine, settableClock, settableMachine } from "./settable-machine.ts";

export const NOW = new Date("2026-11-21T12:00:00Z");

export type SeededRecord = {
  readonly values?: Partial<Record<FieldPath, readonly HeldValue[]>>;
  readonly consents?: readonly ConsentRecord[];
  readonly accessRestriction?: PublishedRecord["accessRestriction"];
  readonly hubStop?: PublishedRecord["hubStop"];
};

export type SeededChange = {
  readonly kind?: "record" | "consent-withdrawn" | "access-restricted";
  readonly fields?: readonly FieldPath[];
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** One of several gateways on one database, as its callers and its operators meet it. */
export type GatewayNode = {
  readonly origin: string;
  readonly client: (agencyId: string) => AgencyClient;
  /** The clocks that its lease runs by. */
  readonly machine: SettableMachine;
  readonly bus: NatsConnection;
  /** What it has logged. */
  readonly logged: () => readonly LogLine[];
};

type NodeOptions = { readonly agreementsDirectory?: string; readonly mode?: "demo" | "production" };

export type LogLine = { readonly level: number; readonly msg: string; readonly [member: string]: unknown };

/** The gateway on real servers, over a record that the test writes as the core would publish it. */
export type GatewayAtWork = AsyncDisposable & {
  readonly servers: TestServers;
  readonly owner: Sql;
  readonly coreBus: NatsConnection;
  /** Of the first gateway, as are `client` and `keyidOf`. */
  readonly origin: string;
  readonly nodes: readonly GatewayNode[];
  /** Starts a further gateway on the same database, with the same keys. */
  readonly startNode: (how?: NodeOptions) => Promise<GatewayNode>;
  readonly keysDirectory: string;
  readonly clock: { now: () => Date; set: (at: Date) => void };
  readonly client: (agencyId: string) => AgencyClient;
  readonly addPerson: (record: SeededRecord) => Promise<string>;
  /** Writes the record anew and announces the change in one transaction, as the core does. */
  readonly changePerson: (personId: string, record: SeededRecord, change: SeededChange) => Promise<void>;
  readonly idFor: (agencyId: string, personId: string) => Promise<string>;
  readonly keyidOf: (agencyId: string) => string;
  readonly agencyJwk: (agencyId: string) => PrivateJwk;
  /** The personal key of one of the scheme's officers. */
  readonly officerJwk: (agencyId: string, actor: string) => PrivateJwk;
};

/** A value as one agency gave it, yesterday unless said otherwise. */
export function held(originator: string, value: unknown, more: Partial<HeldValue> = {}): readonly HeldValue[] {
  return [{ originator, value, asOf: "2026-11-20T09:00:00Z", ...more }];
}

type GatewayOptions = {
  /** How many gateways stand on the one database. */
  readonly nodes?: number;
  /** Documents to work under instead of the demonstration's. */
  readonly agreements?: readonly { readonly id: string }[];
};

export async function startGatewayAtWork(options: GatewayOptions = {}): Promise<GatewayAtWork> {
  const opened = new OpenedThings();
  try {
    return await open(opened, options);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function open(opened: OpenedThings, { nodes: count = 1, agreements }: GatewayOptions): Promise<GatewayAtWork> {
  const servers = await startTestServers();
  opened.add(() => servers[Symbol.asyncDispose]());
  const owner = openDatabase({ url: servers.ownerUrl, applicationName: "test", maxConnections: 3 });
  opened.add(() => closeDatabase(owner));
  const scheme = await demonstrationScheme();
  await seedReadings(owner, scheme);
  const clock = settableClock(NOW);
  const agreementsDirectory = await agreementsFolder(opened, agreements);
  const keysDirectory = join(await makeTestFolder(opened), "keys");
  const agencies = await enrolAgencies(owner, scheme);
  const officers = await enrolOfficers(owner, scheme);
  const startNode = (how: NodeOptions = {}) =>
    start(opened, { servers, scheme, clock, keysDirectory, agreementsDirectory, agencies, ...how });
  const first = await startNode();
  const nodes = [first];
  for (let more = 1; more < count; more += 1) {
    nodes.push(await startNode());
  }
  const coreBus = await servers.connectBusAs("core");
  opened.add(() => coreBus.close());
  return {
    servers,
    owner,
    coreBus,
    origin: first.origin,
    nodes,
    startNode,
    keysDirectory,
    clock,
    client: first.client,
    keyidOf: (agencyId) => of(agencies, agencyId).keyid,
    agencyJwk: (agencyId) => of(agencies, agencyId).privateJwk,
    officerJwk: (agencyId, actor) => of(officers, `${agencyId} ${actor}`).privateJwk,
    addPerson: async (record) => {
      const personId = randomUUID();
      await writePerson(owner, personId, record, { fields: Object.keys(record.values ?? {}) as FieldPath[] });
      return personId;
    },
    changePerson: (personId, record, change) => writePerson(owner, personId, record, change),
    idFor: (agencyId, personId) => pairwiseId(owner, agencyId, personId),
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

type Starting = NodeOptions & {
  readonly servers: TestServers;
  readonly scheme: Scheme;
  readonly clock: { now: () => Date };
  readonly keysDirectory: string;
  readonly agencies: ReadonlyMap<string, Enrolled>;
};

async function start(opened: OpenedThings, starting: Starting): Promise<GatewayNode> {
  const { servers, scheme, clock, keysDirectory, agencies } = starting;
  const { agreementsDirectory = join(packageRoot(), "policies/agreements"), mode = "demo" } = starting;
  const machine = settableMachine();
  const lines: LogLine[] = [];
  const bus = await servers.connectBusAs("gateway");
  opened.add(() => bus.close());
  const gateway = await startGateway({
    databaseUrl: servers.databaseUrlFor("hub_gateway"),
    bus,
    clock,
    scheme,
    host: "127.0.0.1",
    port: 0,
    origin: null,
    keysDirectory,
    agreementsDirectory,
    mode,
    log: createLogger({ part: "gateway", level: "info", destination: { write: (line) => keep(lines, line) } }),
    machineClocks: machine,
  });
  opened.add(() => gateway[Symbol.asyncDispose]());
  const { origin } = gateway;
  const clients = new Map(
    [...agencies].map(([agencyId, { keyid, privateJwk }]) => [
      agencyId,
      createAgencyClient({ origin, keyid, privateJwk, now: clock.now }),
    ]),
  );
  return { origin, client: (agencyId) => of(clients, agencyId), machine, bus, logged: () => lines };
}

function keep(lines: LogLine[], text: string): void {
  const line = JSON.parse(text) as LogLine;
  lines.push(line);
  if (process.env["TEST_LOG"] === "1" && line.level >= ERROR_LEVEL) {
    process.stderr.write(text);
  }
}

const ERROR_LEVEL = 50;

async function seedReadings(owner: Sql, scheme: Scheme): Promise<void> {
  await owner`insert into core.calendar (swept_at) values (${NOW}) on conflict do nothing`;
  for (const { agencyId } of scheme.agencies) {
    await owner`insert into core.feed_reading (agency_id, read_at) values (${agencyId}, ${NOW}) on conflict do nothing`;
  }
}

const fact = (value: string) => ({ steps: [{ from: null, value }], suppliedBy: "calendar" });

async function writePerson(
  owner: Sql,
  personId: string,
  { values = {}, consents = [], accessRestriction = null, hubStop = null }: SeededRecord,
  { kind = "record", fields = [], detail = {} }: SeededChange,
): Promise<void> {
  const facts = {
    "age-group": fact("adult"),
    "lifecycle-state": fact("active"),
    cohort: fact("fixed"),
    "transition-stage": fact("none"),
    mappa: fact("no"),
    "sentence-treatment": fact("none"),
  };
  const document = JSON.stringify({ values, facts, consents, accessRestriction, hubStop });
  await owner.begin(async (tx) => {
    await tx`
      insert into core.person (person_id, version, created_at, document)
      values (${personId}, 1, ${NOW}, ${document}::text::jsonb)
      on conflict (person_id) do update set version = core.person.version + 1, document = excluded.document`;
    await tx`delete from core.record_value where person_id = ${personId}`;
    for (const [field, cells] of Object.entries(values)) {
      for (const { originator, value, asOf, itemKey = "" } of cells ?? []) {
        await tx`
          insert into core.record_value
            (person_id, field, originator, item_key, kind, value, as_of, recorded_time, event_id, current)
          values (${personId}, ${field}, ${originator}, ${itemKey}, 'value', ${JSON.stringify(value)}::text::jsonb, ${asOf},
            ${asOf}, 'test', true)`;
      }
    }
    await tx`
      insert into core.change_feed (person_id, kind, fields, version, detail, created_at)
      values (${personId}, ${kind}, ${[...fields]}, 1, ${JSON.stringify(detail)}::text::jsonb, ${NOW})`;
    await tx`select pg_notify('hub_change', '')`;
  });
}

function of<Value>(byAgency: ReadonlyMap<string, Value>, agencyId: string): Value {
  const value = byAgency.get(agencyId);
  if (value === undefined) throw new Error(`no agency ${agencyId}`);
  return value;
}
