import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono, type MiddlewareHandler } from "hono";
import { createGatewayApp, type GatewayDependencies, SIGNED_ROUTES, signedRoutes } from "#gateway/app.ts";
import type { CallChecks } from "#gateway/caller/call-checks.ts";
import type { CallerEnv } from "#gateway/caller/caller-env.ts";
import { createStrictServer } from "#gateway/caller/http-strictness.ts";
import { openKeyDirectory } from "#gateway/caller/key-directory.ts";
import type { RouteProfile } from "#gateway/caller/route-profile.ts";
import { signedCall } from "#gateway/caller/signed-call.ts";
import { type AgencyClient, createAgencyClient } from "#gateway/client/agency-client.ts";
import { publicRoutes } from "#gateway/health/public-routes.ts";
import { logOrigin } from "#gateway/log/log-origin.ts";
import { openApiRoutes } from "#gateway/openapi/openapi-routes.ts";
import { pairwiseId } from "#gateway/people/pairwise-ids.ts";
import { problemResponse } from "#gateway/problem-response.ts";
import { openPseudonymKeys } from "#gateway/pseudonyms/pseudonym-keys.ts";
import { listenForChanges } from "#gateway/push/wakes.ts";
import { openCallQuotas } from "#gateway/quota/open-call-quotas.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import { HubError } from "#schemas/problems.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { NOW } from "../sweep/canary-hub.ts";
import { freePort, startRecordingProxy } from "../sweep/recording-proxy.ts";
import type { LeakWorld } from "./leak-world.ts";

/** What is wrong with a gateway on purpose. Each is put in where the gateway takes what it is made of, or between its parts. */
export type Fault = {
  readonly dependencies?: (dependencies: GatewayDependencies) => GatewayDependencies;
  /** Stands between the check of the signature and the routes; what it makes of an answer is signed like any. */
  readonly between?: (dependencies: GatewayDependencies) => MiddlewareHandler<CallerEnv>;
  readonly checks?: CallChecks;
  readonly profiles?: (routes: readonly RouteProfile[]) => readonly RouteProfile[];
  /** Some of the routes alone, made of something else. */
  readonly at?: { readonly routes: readonly string[]; readonly made: (of: GatewayDependencies) => GatewayDependencies };
  /** Cleans a target up before anybody looks at it, and takes the signature for granted. */
  readonly cleaned?: (target: string) => string;
  readonly database?: (owner: Sql) => Promise<unknown>;
};

/** A gateway of its own over a database of its own, behind a proxy that keeps every byte that leaves. */
export type Door = AsyncDisposable & {
  readonly world: LeakWorld;
  readonly origin: string;
  readonly owner: Sql;
  readonly client: (agencyId: string) => AgencyClient;
  /** Every byte that left since the last time it was asked. */
  readonly take: () => Buffer;
  readonly logged: () => Buffer;
  readonly personIdFor: (agencyId: string, personId: string) => Promise<string>;
  readonly recordOf: (personId: string) => Promise<PublishedRecord>;
  readonly now: () => Date;
  readonly setNow: (now: Date) => void;
  /** Swaps the agreements in force for as long as the work takes, as a reload would; a change may also throw. */
  readonly under: <Result>(change: (policies: PolicySet) => PolicySet, work: () => Promise<Result>) => Promise<Result>;
};

const STREAM_TIMING = { heartbeatMs: 60_000, lifetimeMs: 60_000, pollMs: 200, waitingMs: 5 };

export async function openDoor(world: LeakWorld, fault: Fault = {}): Promise<Door> {
  const opened = new OpenedThings();
  try {
    return await open(world, fault, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function open(world: LeakWorld, fault: Fault, opened: OpenedThings): Promise<Door> {
  const ownerUrl = await world.copyDatabase();
  const owner = openDatabase({ url: ownerUrl, applicationName: "door owner", maxConnections: 2 });
  opened.add(() => closeDatabase(owner));
  await fault.database?.(owner);
  const lines: string[] = [];
  let now = NOW;
  let policies = () => world.policies;
  const served = await serve(opened, fault, async (origin) => {
    const url = new URL(world.servers.databaseUrlFor("hub_gateway"));
    url.pathname = new URL(ownerUrl).pathname;
    const sql = openDatabase({ url: url.href, applicationName: "door", maxConnections: 6 });
    opened.add(() => closeDatabase(sql));
    const log = createLogger({
      part: "gateway",
      level: "trace",
      destination: { write: (line) => void lines.push(line) },
    });
    const agencyKeys = await openKeyDirectory({ sql, log });
    opened.add(() => agencyKeys[Symbol.asyncDispose]());
    const wakes = await listenForChanges(sql, world.gatewayBus);
    opened.add(() => wakes[Symbol.asyncDispose]());
    const stopping = new AbortController();
    opened.add(() => stopping.abort());
    const pseudonyms = await openPseudonymKeys(sql);
    opened.add(() => pseudonyms[Symbol.asyncDispose]());
    const engine = {
      policies: () => policies(),
      pseudonyms,
      onTransformFailed: (fields: readonly string[]) => log.error({ fields }, "a form could not be made"),
    };
    const clock = { now: () => now };
    const quotas = openCallQuotas({ sql, clock, scheme: withoutQuotas(world.scheme), log });
    opened.add(() => quotas[Symbol.asyncDispose]());
    const { scheme, gatewayBus: bus, standing } = world;
    const policy = { standing, look: () => Promise.resolve() };
    const parts = { sql, bus, clock, scheme, origin, engine, policy, quotas, wakes, log };
    const whole = {
      ...parts,
      keys: world.gatewayKeys,
      agencyKeys,
      stopping: stopping.signal,
      streamTiming: STREAM_TIMING,
    };
    const dependencies = fault.dependencies?.(whole) ?? whole;
    return isWhole(fault) ? createGatewayApp(dependencies) : faultyApp(dependencies, fault);
  });
  return {
    world,
    origin: served.origin,
    owner,
    client: clientsAt(world, served.origin, () => now),
    take: served.take,
    logged: () => Buffer.from(lines.join("\n")),
    personIdFor: (agencyId, personId) => pairwiseId(owner, agencyId, personId),
    recordOf: (personId) => readRecord(owner, personId),
    now: () => now,
    setNow: (next) => {
      now = next;
    },
    under: async (change, work) => {
      const before = policies;
      let changed: PolicySet | null = null;
      policies = () => {
        changed ??= change(before());
        return changed;
      };
      try {
        return await work();
      } finally {
        policies = before;
      }
    },
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

function isWhole({ between, checks, profiles, at, cleaned }: Fault): boolean {
  return [between, checks, profiles, at, cleaned].every((part) => part === undefined);
}

/** The gateway's own parts, put together with the fault between them. */
function faultyApp(dependencies: GatewayDependencies, { between, checks, profiles, at }: Fault): Hono<CallerEnv> {
  const { origin, keys, agencyKeys } = dependencies;
  const app = new Hono<CallerEnv>();
  app.onError((error) => problemResponse(error, randomUUID(), origin));
  app.notFound(() => problemResponse(new HubError("not-found", "no such path"), randomUUID(), origin));
  app.route("/", publicRoutes(dependencies));
  app.route("/", openApiRoutes({ origin, profiles: SIGNED_ROUTES }));
  const routes = profiles?.(SIGNED_ROUTES) ?? SIGNED_ROUTES;
  const signed = { ...dependencies, keys: agencyKeys, routes, responseKey: keys.response };
  const logOriginAt = (now: Date) => logOrigin(origin, now);
  app.use("/v1/*", signedCall({ ...signed, logOrigin: logOriginAt, ...(checks === undefined ? {} : { checks }) }));
  if (between !== undefined) {
    app.use("/v1/*", between(dependencies));
  }
  if (at !== undefined) {
    for (const { method, path, handler } of signedRoutes(at.made(dependencies)).routes) {
      if (at.routes.includes(`${method} ${path}`)) {
        app.on(method, path, handler);
      }
    }
  }
  app.route("/", signedRoutes(dependencies));
  return app;
}

type App = { readonly fetch: Parameters<typeof getRequestListener>[0] };

async function serve(opened: OpenedThings, { cleaned }: Fault, appAt: (origin: string) => Promise<App>) {
  const port = await freePort();
  const proxy = await startRecordingProxy(port);
  opened.add(() => proxy[Symbol.asyncDispose]());
  const app = await appAt(proxy.origin);
  const answer = getRequestListener(app.fetch);
  const listener: RequestListener = (incoming, outgoing) => {
    incoming.url = cleaned?.(incoming.url ?? "") ?? incoming.url;
    void answer(incoming, outgoing);
  };
  const strict = { origin: () => proxy.origin };
  const server = cleaned === undefined ? createStrictServer(listener, strict) : createServer(listener);
  opened.add(() => server.close());
  opened.add(() => server.closeAllConnections());
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return proxy;
}

function clientsAt(world: LeakWorld, origin: string, now: () => Date): Door["client"] {
  const clients = new Map(
    [...world.agencyKeys].map(([agencyId, key]) => [agencyId, createAgencyClient({ origin, ...key, now })]),
  );
  return (agencyId) => {
    const client = clients.get(agencyId);
    if (client === undefined) {
      throw new Error(`no agency ${agencyId}`);
    }
    return client;
  };
}

/** An attacker of a test makes more calls in a minute, on a clock that stands still, than an agency may. */
function withoutQuotas({ agencies }: Scheme): Pick<Scheme, "agencies"> {
  const callsPerMinute = { reads: 1_000_000, searches: 1_000_000, writes: 1_000_000 };
  return { agencies: agencies.map((agency) => ({ ...agency, callsPerMinute })) };
}

/** What is published in truth, also where a fault has put something in its place. */
async function readRecord(sql: Sql, personId: string): Promise<PublishedRecord> {
  const [fault] = await sql<
    { moved: boolean }[]
  >`select to_regprocedure('core.read_person(uuid)') is not null as moved`;
  const schema = sql(fault?.moved === true ? "core" : "published");
  const [row] = await sql<{ readonly record: PublishedRecord | null }[]>`
    select ${schema}.read_person(${personId}) as record`;
  if (row === undefined || row.record === null) {
    throw new Error("the person is not published");
  }
  return row.record;
}
