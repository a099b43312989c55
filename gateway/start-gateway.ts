import { once } from "node:events";
import type { Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { NatsConnection } from "@nats-io/transport-node";
import type { Scheme } from "#schemas/scheme.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import type { PolicyKeeper } from "./agreements/bundle/keep-policies.ts";
import type { MachineClocks } from "./agreements/bundle/lease.ts";
import { loadPolicies } from "./agreements/load-policies.ts";
import { createGatewayApp } from "./app.ts";
import { createStrictServer } from "./caller/http-strictness.ts";
import { openKeyDirectory } from "./caller/key-directory.ts";
import { startNoncePurge } from "./caller/nonces.ts";
import { forgetOldDecisions } from "./decisions/forget-decisions.ts";
import type { PolicyEngine } from "./disclosure/decide-and-project.ts";
import { endAgreements } from "./erasure/end-agreements.ts";
import { forgetKeptAnswers } from "./idempotency.ts";
import { loadGatewayKeys } from "./keys/gateway-keys.ts";
import { openPseudonymKeys, type PseudonymKeys } from "./pseudonyms/pseudonym-keys.ts";
import type { PushDependencies } from "./push/push-dependencies.ts";
import { listenForChanges } from "./push/wakes.ts";
import { openCallQuotas } from "./quota/open-call-quotas.ts";
import { ensureDefaultSubscriptions } from "./subscriptions/ensure-default-subscriptions.ts";
import { refreshSubscriptions } from "./subscriptions/refresh-subscriptions.ts";

export type StartGatewayOptions = {
  readonly databaseUrl: string;
  readonly bus: NatsConnection;
  readonly clock: Clock;
  readonly scheme: Scheme;
  readonly host: string;
  readonly port: number;
  /** The public origin that signatures are checked against; null: derived from host and port. */
  readonly origin: string | null;
  readonly keysDirectory: string;
  readonly agreementsDirectory: string;
  readonly mode: "demo" | "production";
  readonly log: Logger;
  /** What the lease on the policy runs by; those of the machine unless a test sets them. */
  readonly machineClocks?: MachineClocks;
};

export type RunningGateway = AsyncDisposable & { readonly origin: string };

const CONNECTIONS_MAX = 16;
const STOP_MAX_MS = 1_000;
const FORGET_EVERY_MS = 600_000;
const END_EVERY_MS = 60_000;

/** Starts the only door out. Any fault in the agreements stops the start, with every fault listed. */
export async function startGateway(options: StartGatewayOptions): Promise<RunningGateway> {
  const opened = new OpenedThings();
  try {
    return await openGateway(options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openGateway(options: StartGatewayOptions, opened: OpenedThings): Promise<RunningGateway> {
  const { databaseUrl, bus, clock, scheme, log } = options;
  const sql = openDatabase({ url: databaseUrl, applicationName: "gateway", maxConnections: CONNECTIONS_MAX });
  opened.add(() => closeDatabase(sql));
  const keys = await loadGatewayKeys(options.keysDirectory);
  const policy = await loadPolicies({ ...options, sql, policyKey: keys.policy });
  opened.add(() => policy[Symbol.asyncDispose]());
  const pseudonyms = await openPseudonymKeys(sql);
  opened.add(() => pseudonyms[Symbol.asyncDispose]());
  const engine = engineOver(policy, pseudonyms, log);
  const agencyKeys = await openKeyDirectory({ sql, log });
  opened.add(() => agencyKeys[Symbol.asyncDispose]());
  const purge = startNoncePurge({ sql, log });
  opened.add(() => purge[Symbol.dispose]());
  const forgetting = setInterval(() => forget(sql, clock, log), FORGET_EVERY_MS).unref();
  opened.add(() => clearInterval(forgetting));
  const quotas = openCallQuotas({ sql, clock, scheme, log });
  opened.add(() => quotas[Symbol.asyncDispose]());
  const wakes = await listenForChanges(sql, bus);
  opened.add(() => wakes[Symbol.asyncDispose]());
  // Streams look again at once when a key changes, so that one opened with a revoked key ends.
  agencyKeys.onChange(wakes.wake);
  // And when another policy is in force, so that what was decided under the last one goes no further.
  policy.onChange(wakes.wake);

  const { server, serve, origin } = await listen(options, opened);
  const stopping = new AbortController();
  opened.add(() => stopGently(server, stopping));
  const push = { sql, clock, engine, signer: { origin, eventKey: keys.event }, viewSecret: keys.viewSecret };
  if (options.mode === "demo") {
    await ensureDefaultSubscriptions({ ...push, scheme });
  }
  const end = () => endWhatEnded(push, log);
  const ending = setInterval(end, END_EVERY_MS).unref();
  opened.add(() => clearInterval(ending));
  policy.onChange(end);
  // An agreement may have ended while nobody ran.
  end();
  policy.onChange(() => refresh(push, log));
  refresh(push, log);
  const reading = { sql, bus, clock, scheme, origin, keys, agencyKeys, quotas, engine, policy, wakes, log };
  serve(createGatewayApp({ ...reading, stopping: stopping.signal }));
  log.info({ origin }, "the gateway is open");
  return { origin, [Symbol.asyncDispose]: () => opened.close() };
}

function forget(sql: Sql, clock: Clock, log: Logger): void {
  forgetKeptAnswers(sql, clock.now()).catch((error: unknown) =>
    log.error({ fault: describeFault(error) }, "kept answers could not be forgotten"),
  );
  forgetOldDecisions(sql, clock.now()).catch((error: unknown) =>
    log.error({ fault: describeFault(error) }, "old decisions could not be forgotten"),
  );
}

function endWhatEnded({ sql, engine, clock }: PushDependencies, log: Logger): void {
  endAgreements(sql, engine.policies(), clock.now()).catch((error: unknown) =>
    log.error({ fault: describeFault(error) }, "what an ended agreement leaves behind could not be seen to"),
  );
}

function engineOver({ policies }: PolicyKeeper, pseudonyms: PseudonymKeys, log: Logger): PolicyEngine {
  return {
    policies,
    pseudonyms,
    onTransformFailed: (fields) => log.error({ fields }, "a form could not be made; its field was withheld"),
  };
}

function refresh(push: PushDependencies, log: Logger): void {
  refreshSubscriptions(push).catch((error: unknown) =>
    log.error({ fault: describeFault(error) }, "subscriptions could not be held against the policy"),
  );
}

type Listening = {
  readonly server: Server;
  readonly origin: string;
  /** Opens the door; until then a caller is told to come again. */
  readonly serve: (app: ReturnType<typeof createGatewayApp>) => void;
};

/** The origin is part of what callers sign, and on a free port it is known only once the server listens. */
async function listen({ host, port, origin }: StartGatewayOptions, opened: OpenedThings): Promise<Listening> {
  const open: { origin: string; app?: ReturnType<typeof createGatewayApp> } = { origin: origin ?? "" };
  const answer = getRequestListener((request, bindings) => open.app?.fetch(request, bindings) ?? notYet());
  const server = createStrictServer((incoming, outgoing) => void answer(incoming, outgoing), {
    origin: () => open.origin,
  });
  opened.add(() => server.closeAllConnections());
  server.listen(port, host);
  await once(server, "listening");
  open.origin = origin ?? originOf(server, host);
  const serve: Listening["serve"] = (app) => {
    open.app = app;
  };
  return { server, origin: open.origin, serve };
}

function originOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function notYet(): Response {
  return new Response(null, { status: 503, headers: { "retry-after": "1" } });
}

/** Streams and waiting calls are told to end; what does not end in time is cut. */
async function stopGently(server: Server, stopping: AbortController): Promise<void> {
  stopping.abort();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), STOP_MAX_MS);
  await closed;
  clearTimeout(cut);
}
