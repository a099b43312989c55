import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { signedAnswer } from "#gateway/caller/answer-call.ts";
import type { CallerEnv } from "#gateway/caller/caller-env.ts";
import { openKeyDirectory } from "#gateway/caller/key-directory.ts";
import { isRefusal } from "#gateway/caller/refusal.ts";
import { verifyCall } from "#gateway/caller/verify-call.ts";
import { readWireRequest } from "#gateway/caller/wire-request.ts";
import { openDatabase } from "#services/platform/database/database.ts";
import { loadOrCreateKey } from "#services/platform/keys/key-files.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { daniel } from "../people.ts";
import { startScheme } from "../scheme-at-work.ts";
import { postgresCpuUs } from "./gateway-cpu.ts";

/** Three servers in one process of their own: the hub, one that only verifies and signs, and a bare one. Driven by gateway.bench.ts. */
const PERSON_ROUTE = {
  method: "GET",
  path: "/v1/people/:personId",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
} as const;

// PostgreSQL as it comes: every commit is on the disk before its answer leaves.
const scheme = await startScheme(new Date(), { postgresSettings: [] });
// A test hub's clock stands still; signatures go stale.
setInterval(() => scheme.hub.clock.set(new Date()), 100).unref();
await scheme.dropSamples("iom-team", "probation", "police", "prison");
const agency = scheme.agency("iom-team");
const personId = await scheme.idFor("iom-team", daniel);
const example = await scheme
  .client("iom-team")
  .call("GET", `/v1/people/${personId}`, { actor: "sgt-01", purpose: "iom-case-management" });
const body = JSON.stringify(example.body);

const bare = await serve(
  new Hono<CallerEnv>().get("/v1/people/:personId", (c) => c.body(body, 200, { "content-type": "application/json" })),
);
const signing = await serve(await signingApp());
process.send?.({
  hub: scheme.hub.origin,
  signing,
  bare,
  path: `/v1/people/${personId}`,
  keyid: agency.keyid,
  privateJwk: agency.privateJwk,
  answerBytes: body.length,
});
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  void postgresCpuUs(process.pid).then((postgresUs) => process.send?.({ nodeUs: user + system, postgresUs }));
});
process.on("disconnect", () => {
  void scheme[Symbol.asyncDispose]().then(() => process.exit(0));
});

async function signingApp(): Promise<Hono<CallerEnv>> {
  const log = createLogger({ part: "bench", level: "silent" });
  const sql = openDatabase({
    url: scheme.hub.databaseUrlFor("hub_gateway"),
    applicationName: "bench",
    maxConnections: 2,
  });
  const keys = await openKeyDirectory({ sql, log });
  const responseKey = await loadOrCreateKey(`${scheme.hub.dataDirectory}/bench-keys`, "response");
  return new Hono<CallerEnv>().get("/v1/people/:personId", async (c) => {
    const origin = `http://${c.env.incoming.headers.host}`;
    const options = { origin, environment: "live", routes: [PERSON_ROUTE], keys };
    const call = await verifyCall(readWireRequest(c.env.incoming), new Date(), options);
    if (isRefusal(call)) {
      return c.json(call, 401);
    }
    const answer = new Response(body, { headers: { "content-type": "application/json" } });
    return signedAnswer(answer, call, undefined, new Date(), { responseKey, logOrigin: () => "bench" });
  });
}

function serve(app: Hono<CallerEnv>): Promise<string> {
  const server = createServer(getRequestListener(app.fetch as Parameters<typeof getRequestListener>[0]));
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`);
    });
  });
}
