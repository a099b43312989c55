import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { Scheme } from "#schemas/scheme.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import { loadOrCreateSecret, randomPassword } from "#services/platform/keys/private-files.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import { createConsoleApp } from "./console-app.tsx";
import type { MadeUpSignIn } from "./console-env.ts";
import { askHubWith } from "./hub/ask-hub.ts";
import type { KeyHolder } from "./keys/key-holder.ts";
import { createDesk } from "./session/desk.ts";
import { sealedCookies } from "./session/sealed-cookie.ts";
import { identityProvider, type ProviderSettings } from "./sign-in/identity-provider.ts";

export type StartConsoleOptions = {
  readonly host: string;
  readonly port: number;
  /** The console's public origin; null: derived from host and port. */
  readonly origin: string | null;
  readonly gatewayOrigin: string;
  readonly clock: Clock;
  readonly scheme: Scheme;
  readonly keys: KeyHolder;
  readonly keysDirectory: string;
  /** Asked when the first person signs in. */
  readonly provider: (consoleOrigin: string) => Promise<ProviderSettings>;
  readonly madeUpSignIns: readonly MadeUpSignIn[];
  readonly log: Logger;
};

export type RunningConsole = AsyncDisposable & { readonly origin: string };

/** Starts the web console: a caller of the gateway like any other, which opens no database and no bus. */
export async function startConsole(options: StartConsoleOptions): Promise<RunningConsole> {
  const opened = new OpenedThings();
  try {
    return await openConsole(options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openConsole(options: StartConsoleOptions, opened: OpenedThings): Promise<RunningConsole> {
  const { host, port, gatewayOrigin, clock, scheme, keys, keysDirectory, madeUpSignIns, log } = options;
  const secret = await loadOrCreateSecret(join(keysDirectory, "console-session.secret"), randomPassword);
  const now = () => clock.now();
  const open: { app?: Awaited<ReturnType<typeof createConsoleApp>> } = {};
  const answer = getRequestListener((request) => open.app?.fetch(request) ?? new Response(null, { status: 503 }));
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  opened.add(() => stop(server));
  server.listen(port, host);
  await once(server, "listening");
  const origin = options.origin ?? originOf(server, host);
  open.app = await createConsoleApp({
    clock,
    scheme,
    origin,
    provider: identityProvider(origin, () => options.provider(origin)),
    keys,
    cookies: sealedCookies(secret),
    desk: createDesk(now),
    askHub: askHubWith(keys, gatewayOrigin, now),
    log,
    madeUpSignIns,
  });
  log.info({ origin }, "the console is open");
  return { origin, [Symbol.asyncDispose]: () => opened.close() };
}

function originOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
