import type { Scheme } from "#schemas/scheme.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { Environment } from "#services/platform/environment/environment.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import type { BusPart } from "./bus-users.ts";
import type { HubRole } from "./hub-database.ts";

export type PartName = BusPart;

/** What a part is given: its own database role, its own sign-in to the bus, and nothing of another's. */
export type PartContext = {
  readonly environment: Environment;
  readonly databaseUrl: string;
  readonly bus: NatsConnection;
  readonly clock: Clock;
  readonly scheme: Scheme;
  readonly log: Logger;
  readonly keysDirectory: string;
  readonly feedsDirectory: string;
  readonly agreementsDirectory: string;
};

/** `origin`: where the part answers, if it answers HTTP. */
export type RunningPart = AsyncDisposable & { readonly origin?: string };

export type ServerPart = {
  readonly name: PartName;
  readonly role: HubRole;
  readonly start: (context: PartContext) => Promise<RunningPart>;
};

/** What a part is given that is no more than a caller: no role in the database, no sign-in to the bus. */
export type ClientPartContext = Pick<PartContext, "environment" | "clock" | "scheme" | "log" | "keysDirectory"> & {
  /** Where callers reach the gateway. */
  readonly gatewayOrigin: string;
};

export type ClientPart = {
  readonly name: "console";
  readonly start: (context: ClientPartContext) => Promise<RunningPart>;
};

export type Part = ServerPart | ClientPart;
