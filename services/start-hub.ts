import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Scheme } from "#schemas/scheme.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { lockFolder } from "#services/platform/lifecycle/folder-lock.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { within } from "#services/platform/lifecycle/within.ts";
import { type HubServers, openServers, type ServersOptions } from "./hub-servers.ts";
import type { ClientPartContext, Part, PartContext, RunningPart, ServerPart } from "./part.ts";

export type StartHubOptions = Omit<ServersOptions, "onGivenUp"> & {
  readonly clock: Clock;
  /** Started in this order and stopped in reverse. */
  readonly parts: readonly Part[];
  /** Checked between the steps of the start, so that Ctrl-C need not wait for the last. */
  readonly signal?: AbortSignal;
};

export type RunningHub = AsyncDisposable &
  HubServers & {
    /** Where callers reach the gateway, or would if it were among the parts. */
    readonly origin: string;
    /** Where people sign in; null when no console runs. */
    readonly consoleOrigin: string | null;
    readonly dataDirectory: string;
    readonly clock: Clock;
    readonly scheme: Scheme;
    /** Resolves with the reason when an embedded server could not be kept running. */
    readonly failure: Promise<Error>;
    readonly stop: () => Promise<void>;
  };

const PARTS_STOP_MAX_MS = 4_000;

/** Starts the servers and then the parts; what was started is stopped again when a later step fails. */
export async function startHub(options: StartHubOptions): Promise<RunningHub> {
  const opened = new OpenedThings();
  try {
    return await openHub(options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openHub(options: StartHubOptions, opened: OpenedThings): Promise<RunningHub> {
  const { environment, clock, scheme, report, signal } = options;
  const { dataFolder } = environment;
  // Others may pass through, to the database files and the feeds that are theirs, but not look around.
  await mkdir(dataFolder, { recursive: true, mode: 0o711 });
  opened.add(await lockFolder(dataFolder));
  const failure = deferred<Error>();
  const servers = await openServers({ ...options, onGivenUp: failure.resolve }, opened);
  signal?.throwIfAborted();
  report("Starting the hub");
  const parts = new OpenedThings();
  // A part that does not stop in time is left: its connections end with the servers, or with the process.
  opened.add(() => within(PARTS_STOP_MAX_MS, parts.close()));
  const origins = await startParts(options, servers, parts);
  return {
    ...servers,
    ...origins,
    dataDirectory: dataFolder,
    clock,
    scheme,
    failure: failure.promise,
    stop: () => opened.close(),
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

type Origins = Pick<RunningHub, "origin" | "consoleOrigin">;

async function startParts(options: StartHubOptions, servers: HubServers, opened: OpenedThings): Promise<Origins> {
  const { environment } = options;
  let origin = environment.origin ?? `http://${environment.host}:${environment.port}`;
  let consoleOrigin: string | null = null;
  for (const part of options.parts) {
    options.signal?.throwIfAborted();
    const running = await startPart(options, servers, part, origin);
    opened.add(() => running[Symbol.asyncDispose]());
    if (part.name === "console") consoleOrigin = running.origin ?? null;
    else origin = running.origin ?? origin;
  }
  return { origin, consoleOrigin };
}

async function startPart(
  options: StartHubOptions,
  servers: HubServers,
  part: Part,
  gatewayOrigin: string,
): Promise<RunningPart> {
  const common = commonContext(options, part);
  if (part.name === "console") return part.start({ ...common, gatewayOrigin });
  return part.start({ ...common, ...(await serverContext(options, servers, part)) });
}

function commonContext(
  { environment, clock, scheme, logFor }: StartHubOptions,
  { name }: Part,
): Omit<ClientPartContext, "gatewayOrigin"> {
  return { environment, clock, scheme, log: logFor(name), keysDirectory: join(environment.dataFolder, "keys") };
}

async function serverContext(
  { environment }: StartHubOptions,
  servers: HubServers,
  part: ServerPart,
): Promise<Pick<PartContext, "databaseUrl" | "bus" | "feedsDirectory" | "agreementsDirectory">> {
  return {
    databaseUrl: servers.databaseUrlFor(part.role),
    bus: await servers.connectBusAs(part.name),
    feedsDirectory: join(environment.dataFolder, "feeds"),
    agreementsDirectory: join(packageRoot(), "policies/agreements"),
  };
}

type Deferred<T> = { readonly promise: Promise<T>; readonly resolve: (value: T) => void };

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
