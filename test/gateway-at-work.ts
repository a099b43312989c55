import { generateKeyPairSync, randomUUID } from "node:crypto";
import { join } from "node:path";
import { registerAgencyKey } from "#gateway/caller/agency-keys.ts";
import { type AgencyClient, createAgencyClient } from "#gateway/client/agency-client.ts";
import type { PrivateJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { pairwiseId } from "#gateway/people/pairwise-ids.ts";
import { type RunningGateway, startGateway } from "#gateway/start-gateway.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ConsentRecord, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { readScheme } from "#services/read-scheme.ts";
import { makeTestFolder, startTestServers, type TestServers } from "./servers.ts";

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

/** The gateway on real servers, over a record that the test writes as the core would publish it. */
export type GatewayAtWork = AsyncDisposable & {
  readonly servers: TestServers;
  readonly owner: Sql;
  readonly coreBus: NatsConnection;
  readonly origin: string;
  readonly clock: { now: () => Date; set: (at: Date) => void };
  readonly client: (agencyId: string) => AgencyClient;
  readonly addPerson: (record: SeededRecord) => Promise<string>;
  /** Writes the record anew and announces the change in one transaction, as the core does. */
  readonly changePerson: (personId: string, record: SeededRecord, change: SeededChange) => Promise<void>;
  readonly idFor: (agencyId: string, personId: string) => Promise<string>;
  readonly keyidOf: (agencyId: string) => string;
  /** The personal key of one of the scheme's officers. */
  readonly officerJwk: (agencyId: string, actor: string) => PrivateJwk;
};

/** A value as one agency gave it, yesterday unless said otherwise. */
export function held(originator: string, value: unknown, more: Partial<HeldValue> = {}): readonly HeldValue[] {
  return [{ originator, value, asOf: "2026-11-20T09:00:00Z", ...more }];
}

/** `agreementsDirectory`: another folder of agreements than the demonstration's. */
export async function startGatewayAtWork({
  agreementsDirectory = join(packageRoot(), "policies/agreements"),
}: {
  readonly agreementsDirectory?: string;
} = {}): Promise<GatewayAtWork> {
  const opened = new OpenedThings();
  try {
    return await open(opened, agreementsDirectory);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function open(opened: OpenedThings, agreementsDirectory: string): Promise<GatewayAtWork> {
  const servers = await startTestServers();
  opened.add(() => servers[Symbol.asyncDispose]());
  const owner = openDatabase({ url: servers.ownerUrl, applicationName: "test", maxConnections: 3 });
  opened.add(() => closeDatabase(owner));
  const scheme = await readScheme(join(packageRoot(), "services/demo/solent.scheme.yaml"));
  await seedReadings(owner, scheme);
  const clock = settable(NOW);
  const gateway = await start(opened, servers, { scheme, clock, agreementsDirectory });
  const clients = await enrol(owner, scheme, gateway.origin, clock.now);
  const officers = await enrolOfficers(owner, scheme);
  const coreBus = await servers.connectBusAs("core");
  opened.add(() => coreBus.close());
  return {
    servers,
    owner,
    coreBus,
    origin: gateway.origin,
    clock,
    client: (agencyId) => of(clients, agencyId).client,
    keyidOf: (agencyId) => of(clients, agencyId).keyid,
    officerJwk: (agencyId, actor) => officers.get(`${agencyId} ${actor}`) ?? missing(actor),
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

async function start(
  opened: OpenedThings,
  servers: TestServers,
  given: Pick<Parameters<typeof startGateway>[0], "scheme" | "clock" | "agreementsDirectory">,
): Promise<RunningGateway> {
  const bus = await servers.connectBusAs("gateway");
  opened.add(() => bus.close());
  const gateway = await startGateway({
    databaseUrl: servers.databaseUrlFor("hub_gateway"),
    bus,
    ...given,
    host: "127.0.0.1",
    port: 0,
    origin: null,
    keysDirectory: join(await makeTestFolder(opened), "keys"),
    mode: "demo",
    log: createLogger({ part: "gateway", level: process.env["TEST_LOG"] === "1" ? "error" : "silent" }),
  });
  opened.add(() => gateway[Symbol.asyncDispose]());
  return gateway;
}

type Enrolled = { readonly keyid: string; readonly client: AgencyClient };

async function enrol(
  owner: Sql,
  scheme: Scheme,
  origin: string,
  now: () => Date,
): Promise<ReadonlyMap<string, Enrolled>> {
  const clients = new Map<string, Enrolled>();
  for (const { agencyId } of scheme.agencies) {
    const privateJwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const { kty, crv, x } = privateJwk;
    const keyid = await registerAgencyKey(owner, {
      agencyId,
      use: "request",
      publicJwk: { kty, crv, x },
      ...KEYS_VALID,
    });
    clients.set(agencyId, { keyid, client: createAgencyClient({ origin, keyid, privateJwk, now }) });
  }
  return clients;
}

const KEYS_VALID = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2028-01-01T00:00:00Z") };

async function enrolOfficers(owner: Sql, scheme: Scheme): Promise<ReadonlyMap<string, PrivateJwk>> {
  const keys = new Map<string, PrivateJwk>();
  for (const { agencyId, actor } of scheme.officers) {
    const privateJwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const { kty, crv, x } = privateJwk;
    await registerAgencyKey(owner, { agencyId, use: "officer", actor, publicJwk: { kty, crv, x }, ...KEYS_VALID });
    keys.set(`${agencyId} ${actor}`, privateJwk);
  }
  return keys;
}

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

function of(clients: ReadonlyMap<string, Enrolled>, agencyId: string): Enrolled {
  const enrolled = clients.get(agencyId);
  return enrolled ?? missing(agencyId);
}

function missing(what: string): never {
  throw new Error(`there is no ${what}`);
}

function settable(start: Date) {
  let at = start;
  return {
    now: () => at,
    set: (next: Date) => {
      at = next;
    },
  };
}
