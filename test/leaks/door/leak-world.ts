import { generateKeyPairSync, randomUUID } from "node:crypto";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import type { PolicyKeeper } from "#gateway/agreements/bundle/keep-policies.ts";
import { loadPolicies } from "#gateway/agreements/load-policies.ts";
import { registerAgencyKey } from "#gateway/caller/agency-keys.ts";
import type { PrivateJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { type GatewayKeys, loadGatewayKeys } from "#gateway/keys/gateway-keys.ts";
import { openPseudonymKeys } from "#gateway/pseudonyms/pseudonym-keys.ts";
import { ensureDefaultSubscriptions } from "#gateway/subscriptions/ensure-default-subscriptions.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { readScheme } from "#services/read-scheme.ts";
import { makeTestFolder, startTestServers, type TestServers } from "../../servers.ts";
import { readAgreement, signedByAll } from "../oracle/agreement.ts";
import type { OracleWorld } from "../oracle.ts";
import { NOW } from "../sweep/canary-hub.ts";
import type { CanaryPerson } from "../sweep/canary-people.ts";
import { plantPeople } from "../sweep/planted-people.ts";
import { EXPLAINED } from "./case-calls.ts";
import { type PlantedHits, plantHits } from "./planted-hits.ts";
import { type PlantedMeetings, plantMeetings } from "./planted-meetings.ts";
import { type PlantedReviews, plantReviews } from "./planted-reviews.ts";
import { REFERRED } from "./referral-calls.ts";

export type AgencyKey = { readonly keyid: string; readonly privateJwk: PrivateJwk };

/**
 * One PostgreSQL with a database of canary people to copy, and one NATS: every door of a test is a gateway of its own over a
 * copy of its own, so that what one test or one planted fault does, no other sees.
 */
export type LeakWorld = AsyncDisposable & {
  readonly servers: TestServers;
  readonly scheme: Scheme;
  readonly oracle: OracleWorld;
  readonly policies: PolicySet;
  readonly standing: PolicyKeeper["standing"];
  readonly people: readonly CanaryPerson[];
  readonly reviews: PlantedReviews;
  readonly meetings: PlantedMeetings;
  readonly hits: PlantedHits;
  readonly gatewayKeys: GatewayKeys;
  readonly agencyKeys: ReadonlyMap<string, AgencyKey>;
  readonly gatewayBus: NatsConnection;
  readonly coreBus: NatsConnection;
  /** Copies the database; the owner's URL of the copy. */
  readonly copyDatabase: () => Promise<string>;
};

export async function startLeakWorld(): Promise<LeakWorld> {
  const opened = new OpenedThings();
  try {
    return await open(opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function open(opened: OpenedThings): Promise<LeakWorld> {
  const servers = await startTestServers();
  opened.add(() => servers[Symbol.asyncDispose]());
  const scheme = await readScheme(join(packageRoot(), "services/demo/solent.scheme.yaml"));
  const gatewayKeys = await loadGatewayKeys(join(await makeTestFolder(opened), "keys"));
  const [gatewayBus, coreBus] = [await servers.connectBusAs("gateway"), await servers.connectBusAs("core")];
  opened.add(() => Promise.all([gatewayBus.close(), coreBus.close()]));
  await (await jetstreamManager(coreBus)).streams.add({ name: "FEED", subjects: ["feed.>"] });
  coreBus.subscribe("core.link-review.decide", {
    callback: (_, message) => void message.respond(JSON.stringify({ outcome: "decided" })),
  });
  for (const command of [
    "assess-rag",
    "review-supervision",
    "transition",
    "note-step",
    "refer",
    "note-referral",
    "schedule-meeting",
    "open-meeting",
    "note-attendance",
    "decide-item",
    "close-meeting",
  ]) {
    const done = {
      outcome: "done",
      at: NOW.toISOString(),
      colour: "amber",
      assessmentId: randomUUID(),
      reviewId: randomUUID(),
      meetingId: randomUUID(),
      eventId: randomUUID(),
      state: "custody",
    };
    coreBus.subscribe(`core.casework.${command}`, {
      callback: (_, message) => void message.respond(JSON.stringify(done)),
    });
  }
  coreBus.subscribe("core.casework.explain", {
    callback: (_, message) => void message.respond(JSON.stringify(EXPLAINED)),
  });
  coreBus.subscribe("core.casework.read-referral", {
    callback: (_, message) => void message.respond(JSON.stringify(REFERRED)),
  });
  answerHitCommands(coreBus);
  const connectorsBus = await servers.connectBusAs("connectors");
  opened.add(() => connectorsBus.close());
  answerCrimeBatches(connectorsBus);
  await Promise.all([coreBus.flush(), connectorsBus.flush()]);
  const seeded = await seed(servers, gatewayBus, scheme, gatewayKeys);
  const admin = openDatabase({
    url: atDatabase(servers.ownerUrl, "template1"),
    applicationName: "copies",
    maxConnections: 1,
  });
  opened.add(() => closeDatabase(admin));
  let copies = 0;
  return {
    servers,
    scheme,
    oracle: oracleWorld(scheme),
    gatewayKeys,
    gatewayBus,
    coreBus,
    ...seeded,
    copyDatabase: async () => {
      copies += 1;
      const name = `door_${copies}`;
      await admin.unsafe(`create database ${name} template postgres strategy file_copy`);
      return atDatabase(servers.ownerUrl, name);
    },
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

/** Stands for the core: a step is taken, and a question about a person has an answer. */
function answerHitCommands(bus: NatsConnection): void {
  const crime = {
    agencyId: "hampshire-police",
    policeForce: "Hampshire",
    version: 1,
    crimeReference: "44260500001",
    crimeTypeId: "BIAD",
    from: "2026-11-20T20:00:00Z",
    to: "2026-11-20T21:00:00Z",
  };
  const answers = {
    "core.tag-hit.decide": { outcome: "decided" },
    "core.tag-hit.record-outcome": { outcome: "decided" },
    "core.tag-hit.ask": { outcome: "not-eligible", reasons: ["not-tagged"], crime },
  };
  for (const [subject, answer] of Object.entries(answers)) {
    bus.subscribe(subject, { callback: (_, message) => void message.respond(JSON.stringify(answer)) });
  }
}

/** Stands for the connectors: a batch has arrived. */
function answerCrimeBatches(bus: NatsConnection): void {
  const state = {
    outcome: "batch",
    id: "0".repeat(32),
    state: "received",
    rows: 0,
    accepted: 0,
    rejected: 0,
    faults: [],
  };
  bus.subscribe("connectors.crime-batch.*", {
    callback: (_, message) => void message.respond(JSON.stringify(state)),
  });
}

async function seed(servers: TestServers, gatewayBus: NatsConnection, scheme: Scheme, keys: GatewayKeys) {
  const owner = openDatabase({ url: servers.ownerUrl, applicationName: "seed", maxConnections: 2 });
  try {
    await owner`insert into core.calendar (swept_at) values (${NOW}) on conflict do nothing`;
    const agencyKeys = new Map<string, AgencyKey>();
    for (const { agencyId } of scheme.agencies) {
      const privateJwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
      const { kty, crv, x } = privateJwk;
      const validity = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2028-01-01T00:00:00Z") };
      const keyid = await registerAgencyKey(owner, {
        agencyId,
        use: "request",
        publicJwk: { kty, crv, x },
        ...validity,
      });
      agencyKeys.set(agencyId, { keyid, privateJwk });
    }
    const people = await plantPeople(owner, scheme);
    const reviews = await plantReviews(owner, people);
    const hits = await plantHits(owner, people);
    const meetings = await plantMeetings(owner, scheme, people);
    const { policies, standing } = await policiesOf(owner, gatewayBus, scheme, keys);
    await using pseudonyms = await openPseudonymKeys(owner);
    const engine = { policies: () => policies, pseudonyms, onTransformFailed: () => undefined };
    const signer = { origin: "http://hub.example", eventKey: keys.event };
    const clock = { now: () => NOW };
    await ensureDefaultSubscriptions({ sql: owner, clock, engine, signer, viewSecret: keys.viewSecret, scheme });
    return { agencyKeys, people, reviews, hits, meetings, policies, standing };
  } finally {
    await closeDatabase(owner);
  }
}

/** The demonstration's agreements, signed and brought in as at a first start, and then as they are. */
async function policiesOf(owner: Sql, bus: NatsConnection, scheme: Scheme, keys: GatewayKeys) {
  const agreementsDirectory = join(packageRoot(), "policies/agreements");
  const clock = { now: () => NOW };
  const log = createLogger({ part: "gateway", level: "silent" });
  const source = {
    sql: owner,
    bus,
    clock,
    log,
    policyKey: keys.policy,
    scheme,
    agreementsDirectory,
    mode: "demo",
  } as const;
  await using keeper = await loadPolicies(source);
  const standing = keeper.standing();
  return { policies: { ...keeper.policies(), leaseUntilMs: null }, standing: () => standing };
}

function oracleWorld({ agencies, precedence }: Scheme): OracleWorld {
  const folder = new URL("../../../policies/agreements/", import.meta.url);
  const files = ["solent-iom.isa.yaml", "solent-substance-misuse.isa.yaml"];
  return {
    agreements: files.map((file) => signedByAll(readAgreement(new URL(file, folder)))),
    agencyTypes: Object.fromEntries(agencies.map(({ agencyId, agencyType }) => [agencyId, agencyType])),
    precedence,
    hostOf: { "iom-team": "hampshire-police" },
  };
}

function atDatabase(url: string, name: string): string {
  const at = new URL(url);
  at.pathname = `/${name}`;
  return at.href;
}
