import { isIP } from "node:net";
import { resolve } from "node:path";
import type { LogLevel } from "../log/logger.ts";
import { productionFaults } from "./production-faults.ts";

export type HubMode = "demo" | "production";

/** Everything a hub is told from outside. Null means: use the embedded or demonstration default. */
export type Environment = {
  readonly mode: HubMode;
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  readonly origin: string | null;
  /** Where the console listens; the port after the gateway's unless told. */
  readonly consolePort: number;
  /** What a console needs outside a demonstration: provider, keys, origin. */
  readonly consoleFile: string | null;
  readonly databaseUrl: string | null;
  readonly natsUrl: string | null;
  readonly natsServerBinary: string | null;
  readonly schemeFile: string | null;
  readonly telemetryEndpoint: string | null;
  readonly logLevel: LogLevel;
  /** Where programs are looked for, and whose cache may be used. */
  readonly searchPath: string;
  readonly home: string | undefined;
};

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;
export type ParsedEnvironment = { readonly environment: Environment } | { readonly faults: readonly string[] };

const HUB_VARIABLES = [
  "HUB_DATA",
  "HUB_HOST",
  "HUB_PORT",
  "HUB_ORIGIN",
  "HUB_CONSOLE_PORT",
  "HUB_CONSOLE_FILE",
  "HUB_MODE",
  "HUB_SCHEME",
];
const LOG_LEVELS: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
const MODES: readonly HubMode[] = ["demo", "production"];
const PORT_MAX = 65_535;
const PORT_DEFAULT = 8080;
const PORT_RULE = `is a whole number from 0 to ${PORT_MAX}`;

/**
 * Reads the environment variables of a hub, or says everything that is wrong with them at once.
 * An empty variable counts as not given. No fault repeats the value of an address: it may hold a password.
 */
export function parseEnvironment(variables: EnvironmentVariables, workingFolder: string): ParsedEnvironment {
  const faults = unknownVariables(variables);
  const read = <T>(name: string, parse: (text: string) => T | null, rule: string, fallback: T): T => {
    const text = variables[name];
    if (text === undefined || text === "") return fallback;
    const value = parse(text);
    if (value === null) faults.push(`${name} ${rule}`);
    return value ?? fallback;
  };
  const path = (text: string): string => resolve(workingFolder, text);
  const mode = read<HubMode>("HUB_MODE", oneOf(MODES), "is demo or production", "demo");
  // On a terminal the demonstration tells its story itself; a server's log is all that there is to read.
  const usualLevel = mode === "demo" ? "warn" : "info";
  const port = read("HUB_PORT", parsePort, PORT_RULE, PORT_DEFAULT);
  const environment: Environment = {
    mode,
    dataFolder: read("HUB_DATA", path, "is a folder", resolve(workingFolder, "data")),
    host: read("HUB_HOST", parseHost, "is an IP address or a host name", "127.0.0.1"),
    port,
    origin: read<string | null>("HUB_ORIGIN", parseOrigin, "is scheme, host and port only: https://hub.example", null),
    // Whoever takes any free port for the gateway takes any for the console.
    consolePort: read("HUB_CONSOLE_PORT", parsePort, PORT_RULE, port === 0 ? 0 : (port % PORT_MAX) + 1),
    consoleFile: read<string | null>("HUB_CONSOLE_FILE", path, "is a file", null),
    databaseUrl: read<string | null>("DATABASE_URL", parseDatabaseUrl, DATABASE_RULE, null),
    natsUrl: read<string | null>(
      "NATS_URL",
      parseNatsUrl,
      "is one nats:// or tls:// address, or several with commas",
      null,
    ),
    natsServerBinary: read<string | null>("NATS_SERVER_BIN", path, "is a file", null),
    schemeFile: read<string | null>("HUB_SCHEME", path, "is a file", null),
    telemetryEndpoint: read<string | null>(
      "OTEL_EXPORTER_OTLP_ENDPOINT",
      parseHttpUrl,
      "is an http or https address",
      null,
    ),
    logLevel: read<LogLevel>("LOG_LEVEL", oneOf(LOG_LEVELS), `is one of ${LOG_LEVELS.join(", ")}`, usualLevel),
    searchPath: variables["PATH"] ?? "",
    home: variables["HOME"],
  };
  if (environment.mode === "production") faults.push(...productionFaults(variables));
  return faults.length > 0 ? { faults } : { environment };
}

const DATABASE_RULE = "is postgres://user:password@host/database, with the database named";

function unknownVariables(variables: EnvironmentVariables): string[] {
  return Object.keys(variables)
    .filter((name) => name.startsWith("HUB_") && !HUB_VARIABLES.includes(name))
    .sort()
    .map((name) => `${name} is not a setting of the hub; there are ${HUB_VARIABLES.join(", ")}`);
}

function oneOf<T extends string>(values: readonly T[]): (text: string) => T | null {
  return (text) => values.find((value) => value === text) ?? null;
}

function parsePort(text: string): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= PORT_MAX ? Number(text) : null;
}

function parseHost(text: string): string | null {
  return isIP(text) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(text) ? text : null;
}

function parseOrigin(text: string): string | null {
  const url = parseUrl(text, ["http:", "https:"]);
  if (url === null || (text !== url.origin && text !== `${url.origin}/`)) return null;
  return url.origin;
}

function parseDatabaseUrl(text: string): string | null {
  const url = parseUrl(text, ["postgres:", "postgresql:"]);
  return url !== null && url.hostname !== "" && url.username !== "" && url.pathname.length > 1 ? text : null;
}

function parseNatsUrl(text: string): string | null {
  const servers = text.split(",").map((server) => parseUrl(server.trim(), ["nats:", "tls:"]));
  return servers.every((server) => server !== null && server.hostname !== "") ? text : null;
}

function parseHttpUrl(text: string): string | null {
  return parseUrl(text, ["http:", "https:"]) === null ? null : text;
}

function parseUrl(text: string, protocols: readonly string[]): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return protocols.includes(url.protocol) ? url : null;
}
