import { expect, test } from "vitest";
import { parseEnvironment } from "./environment.ts";

const FOLDER = "/srv/hub";

function faultsOf(variables: Record<string, string>): readonly string[] {
  const parsed = parseEnvironment(variables, FOLDER);
  return "faults" in parsed ? parsed.faults : [];
}

test("an empty environment gives the embedded demonstration on the loopback", () => {
  expect(parseEnvironment({}, FOLDER)).toEqual({
    environment: {
      mode: "demo",
      dataFolder: "/srv/hub/data",
      host: "127.0.0.1",
      port: 8080,
      origin: null,
      consolePort: 8081,
      consoleFile: null,
      databaseUrl: null,
      natsUrl: null,
      natsServerBinary: null,
      schemeFile: null,
      telemetryEndpoint: null,
      logLevel: "warn",
      searchPath: "",
      home: undefined,
    },
  });
});

test("a full environment is taken as it is, with paths made absolute", () => {
  const variables = {
    HUB_DATA: "elsewhere",
    HUB_HOST: "::1",
    HUB_PORT: "0",
    HUB_ORIGIN: "https://hub.example/",
    HUB_CONSOLE_PORT: "8443",
    HUB_CONSOLE_FILE: "console.json",
    HUB_SCHEME: "area.yaml",
    DATABASE_URL: "postgres://owner:secret@db.example:5432/hub",
    NATS_URL: "nats://a.example:4222, tls://b.example",
    NATS_SERVER_BIN: "bin/nats-server",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.example:4318",
    LOG_LEVEL: "debug",
    PATH: "/usr/bin",
    HOME: "/home/hub",
  };

  expect(parseEnvironment(variables, FOLDER)).toEqual({
    environment: {
      mode: "demo",
      dataFolder: "/srv/hub/elsewhere",
      host: "::1",
      port: 0,
      origin: "https://hub.example",
      consolePort: 8443,
      consoleFile: "/srv/hub/console.json",
      databaseUrl: "postgres://owner:secret@db.example:5432/hub",
      natsUrl: "nats://a.example:4222, tls://b.example",
      natsServerBinary: "/srv/hub/bin/nats-server",
      schemeFile: "/srv/hub/area.yaml",
      telemetryEndpoint: "http://collector.example:4318",
      logLevel: "debug",
      searchPath: "/usr/bin",
      home: "/home/hub",
    },
  });
});

test("an empty variable counts as not given", () => {
  expect(faultsOf({ HUB_PORT: "", HUB_ORIGIN: "", DATABASE_URL: "", HUB_MODE: "" })).toEqual([]);
});

test("every fault is listed at once", () => {
  expect(faultsOf({ HUB_PROT: "80", HUB_PORT: "eighty", HUB_MODE: "test", LOG_LEVEL: "loud" })).toEqual([
    "HUB_PROT is not a setting of the hub; there are HUB_DATA, HUB_HOST, HUB_PORT, HUB_ORIGIN, HUB_CONSOLE_PORT, HUB_CONSOLE_FILE, HUB_MODE, HUB_SCHEME",
    "HUB_MODE is demo or production",
    "HUB_PORT is a whole number from 0 to 65535",
    "LOG_LEVEL is one of trace, debug, info, warn, error, fatal, silent",
  ]);
});

test.each([
  ["HUB_PORT", "65536"],
  ["HUB_PORT", "-1"],
  ["HUB_PORT", "8080.5"],
  ["HUB_PORT", "0x50"],
  ["HUB_HOST", "two words"],
  ["HUB_HOST", "http://hub.example"],
  ["HUB_ORIGIN", "hub.example"],
  ["HUB_ORIGIN", "https://hub.example/path"],
  ["HUB_ORIGIN", "https://user@hub.example"],
  ["HUB_ORIGIN", "ftp://hub.example"],
  ["DATABASE_URL", "postgres://owner@db.example"],
  ["DATABASE_URL", "postgres://db.example/hub"],
  ["DATABASE_URL", "mysql://owner@db.example/hub"],
  ["NATS_URL", "bus.example:4222"],
  ["NATS_URL", "nats://a.example,http://b.example"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector"],
])("a malformed %s is refused: %s", (name, value) => {
  expect(faultsOf({ [name]: value })).toEqual([expect.stringContaining(name)]);
});

test("no fault repeats an address, which may hold a password", () => {
  expect(
    faultsOf({ DATABASE_URL: "postgres://owner:pa55word@", NATS_URL: "http://user:pa55word@x" }).join(),
  ).not.toContain("pa55word");
});

const PRODUCTION = {
  HUB_MODE: "production",
  HUB_DATA: "/var/lib/concordat",
  HUB_SCHEME: "/etc/concordat/area.scheme.yaml",
  HUB_ORIGIN: "https://hub.example",
  DATABASE_URL: "postgres://owner:secret@db.example/hub",
  NATS_URL: "tls://bus.example",
};

test("production starts when everything is given, and logs what it does", () => {
  expect(parseEnvironment(PRODUCTION, FOLDER)).toMatchObject({ environment: { mode: "production", logLevel: "info" } });
});

test("production names every embedded and demonstration default that it refuses", () => {
  expect(faultsOf({ HUB_MODE: "production" }).map((fault) => fault.split(" ")[0])).toEqual([
    "DATABASE_URL",
    "NATS_URL",
    "HUB_SCHEME",
    "HUB_ORIGIN",
    "HUB_DATA",
  ]);
});

test.each([
  ["HUB_SCHEME", "services/demo/solent.scheme.yaml"],
  ["HUB_ORIGIN", "http://hub.example"],
  ["NATS_SERVER_BIN", "/usr/sbin/nats-server"],
])("production refuses %s=%s", (name, value) => {
  expect(faultsOf({ ...PRODUCTION, [name]: value })).toEqual([expect.stringContaining(name)]);
});
