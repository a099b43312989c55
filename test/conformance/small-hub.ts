import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { registerAgencyKey } from "#gateway/caller/agency-keys.ts";
import type { CallChecks } from "#gateway/caller/call-checks.ts";
import type { CallerEnv } from "#gateway/caller/caller-env.ts";
import type { ClockGuard } from "#gateway/caller/clock-guard.ts";
import { createStrictServer } from "#gateway/caller/http-strictness.ts";
import { hubKeysDocument } from "#gateway/caller/hub-keys-document.ts";
import { type KeyDirectory, openKeyDirectory } from "#gateway/caller/key-directory.ts";
import { claimNonce } from "#gateway/caller/nonces.ts";
import type { RouteProfile } from "#gateway/caller/route-profile.ts";
import { signedCall } from "#gateway/caller/signed-call.ts";
import { problemResponse } from "#gateway/problem-response.ts";
import { openCallQuotas } from "#gateway/quota/open-call-quotas.ts";
import { HubError } from "#schemas/problems.ts";
import type { SchemeAgency } from "#schemas/scheme.ts";
import { parseStrictJson } from "#schemas/strict-json.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { loadOrCreateKey } from "#services/platform/keys/key-files.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { makeTestFolder } from "../servers.ts";
import type { TestKey } from "./compose-call.ts";

export const NOW = new Date("2026-11-22T09:15:00Z");

const CONTENT_TIMEOUT_MS = 1500;

export const ROUTES: readonly RouteProfile[] = [
  {
    method: "GET",
    path: "/v1/people/:personId",
    personal: true,
    content: "none",
    idempotent: false,
    claimsNonce: true,
    query: ["fields", "id"],
  },
  {
    method: "POST",
    path: "/v1/searches",
    personal: true,
    content: "json",
    idempotent: true,
    claimsNonce: false,
    callClass: "searches",
  },
  {
    method: "GET",
    path: "/v1/agreements",
    personal: false,
    content: "none",
    idempotent: false,
    claimsNonce: false,
    query: ["x", "y"],
  },
  {
    method: "PUT",
    path: "/v1/subscriptions/:id",
    personal: false,
    content: "json",
    idempotent: false,
    claimsNonce: false,
    contentMax: 2048,
  },
  { method: "GET", path: "/v1/events/stream", personal: true, content: "none", idempotent: false, claimsNonce: false },
  { method: "GET", path: "/v1/broken", personal: false, content: "none", idempotent: false, claimsNonce: true },
];

/** A hub with nothing behind its door but what the door's own tests need. */
export type SmallHub = AsyncDisposable & {
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  readonly sql: Sql;
  readonly responseKey: HubKey;
  readonly eventKey: HubKey;
  readonly enrol: (
    key: TestKey,
    agencyId: string,
    more?: Partial<Parameters<typeof registerAgencyKey>[1]>,
  ) => Promise<TestKey>;
  readonly revoke: (key: TestKey) => Promise<void>;
  readonly setNow: (now: () => Date) => void;
};

export type SmallHubOptions = {
  readonly databaseUrl: string;
  readonly checks?: CallChecks;
  readonly clockGuard?: ClockGuard;
  /** Of another replica, when this is one of several behind one public origin. */
  readonly origin?: string;
  /** Lines for the stream to send. */
  readonly stream?: () => ReadableStream<Uint8Array>;
  /** What its agencies may call a minute, where that is not the default. */
  readonly callsPerMinute?: SchemeAgency["callsPerMinute"];
};

export async function startSmallHub(options: SmallHubOptions): Promise<SmallHub> {
  const { databaseUrl, checks, clockGuard, stream } = options;
  const opened = new OpenedThings();
  const sql = openDatabase({ url: databaseUrl, applicationName: "small hub", maxConnections: 4 });
  opened.add(() => closeDatabase(sql));
  const keysFolder = `${await makeTestFolder(opened)}/keys`;
  const [responseKey, eventKey] = await Promise.all([
    loadOrCreateKey(keysFolder, "response"),
    loadOrCreateKey(keysFolder, "event"),
  ]);
  const log = createLogger({ part: "small-hub", level: "silent" });
  const keys = await openKeyDirectory({ sql, log });
  opened.add(() => keys[Symbol.asyncDispose]());
  let now = () => NOW;
  const clock = { now: () => now() };
  const scheme = { agencies: schemeAgencies(options) };
  const quotas = openCallQuotas({ sql, clock, scheme, log });
  opened.add(() => quotas[Symbol.asyncDispose]());
  let origin = "";
  const app = new Hono<CallerEnv>();
  const server = createStrictServer(getRequestListener(app.fetch), { origin: () => origin });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  origin = options.origin ?? `http://127.0.0.1:${port}`;
  opened.add(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  app.get("/v1/keys", (c) => c.json(hubKeysDocument({ response: responseKey, event: eventKey })));
  app.use(
    "/v1/*",
    signedCall({
      sql,
      clock,
      log,
      origin,
      routes: ROUTES,
      keys,
      quotas,
      responseKey,
      logOrigin: () => "hub.example/log/2026",
      contentTimeoutMs: CONTENT_TIMEOUT_MS,
      scheme,
      ...(checks === undefined ? {} : { checks }),
      ...(clockGuard === undefined ? {} : { clockGuard }),
    }),
  );
  addRoutes(app, sql, stream);
  return {
    origin,
    host: `127.0.0.1:${port}`,
    port,
    sql,
    responseKey,
    eventKey,
    enrol: async (key, agencyId, more = {}) => {
      await registerAgencyKey(sql, {
        agencyId,
        use: "request",
        publicJwk: key.publicJwk,
        notBefore: new Date(NOW.getTime() - 86_400_000),
        notAfter: new Date(NOW.getTime() + 86_400_000),
        ...more,
      });
      await followed(keys, () => keys.find(key.keyid) !== undefined);
      return key;
    },
    revoke: async (key) => {
      await sql`update gateway.agency_key set state = 'revoked' where keyid = ${key.keyid}`;
      await followed(keys, () => keys.find(key.keyid) === undefined);
    },
    setNow: (next) => {
      now = next;
    },
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

function schemeAgencies({ callsPerMinute }: SmallHubOptions): readonly SchemeAgency[] {
  const limits = callsPerMinute === undefined ? {} : { callsPerMinute };
  return [
    { agencyId: "hampshire-police", agencyType: "police", label: "Hampshire Police", ...limits },
    { agencyId: "solent-housing", agencyType: "housing", label: "Solent Housing", ...limits },
  ];
}

/** The directory follows the database by notice: resolves once it has seen what was done. */
function followed(keys: KeyDirectory, isThere: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (isThere()) {
        stop();
        resolve();
      }
    };
    const stop = keys.onChange(look);
    look();
  });
}

function addRoutes(app: Hono<CallerEnv>, sql: Sql, stream: SmallHubOptions["stream"]): void {
  app.get("/v1/people/:personId", async (c) => {
    await sql.begin((tx) => claimNonce(tx, c.var.caller));
    if (c.req.param("personId") === "nobody") {
      throw new HubError("not-found", "nobody of that id");
    }
    c.set("logEntry", { receiptId: "9f2d1c5e-0000-4000-8000-000000000000", leaf: Buffer.alloc(32, 7), logIndex: 12 });
    return c.json({ caller: c.var.caller.agencyId, actor: c.var.caller.actor, query: [...c.var.caller.query] });
  });
  app.post("/v1/searches", (c) => {
    const parsed = parseStrictJson(c.var.caller.body);
    if (!parsed.valid) {
      throw new HubError(parsed.code, "the body is not acceptable JSON");
    }
    return c.json({ echo: parsed.value });
  });
  app.get("/v1/agreements", (c) => c.json({ seen: [...c.req.raw.headers.keys()] }));
  app.put("/v1/subscriptions/:id", (c) => c.json({ length: c.var.caller.body.length }));
  app.get("/v1/broken", () => {
    throw new Error("Dana Marsh was born on 1990-01-01");
  });
  app.get("/v1/events/stream", (c) => c.newResponse(stream?.() ?? null, 200, { "content-type": "text/event-stream" }));
  // Hono's own would print the error, and with it whatever its message holds.
  app.onError((error, c) => problemResponse(error, "none", c.req.url));
  app.notFound((c) => problemResponse(new HubError("not-found", "no route"), "none", c.req.url));
}
