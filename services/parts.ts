import { startConnectors } from "#connectors/start-connectors.ts";
import { startGateway } from "#gateway/start-gateway.ts";
import { startCore } from "./core/start-core.ts";
import type { Part } from "./part.ts";
import { startConsolePart } from "./start-console-part.ts";

/** Every part of the hub, in the order of starting: who is spoken to starts before who speaks. */
export const PARTS: readonly Part[] = [
  {
    name: "core",
    role: "hub_core",
    start: ({ databaseUrl, bus, clock, scheme, log }) => startCore({ databaseUrl, bus, clock, scheme, log }),
  },
  {
    name: "gateway",
    role: "hub_gateway",
    start: ({ environment, databaseUrl, bus, clock, scheme, keysDirectory, agreementsDirectory, log }) => {
      const { host, port, origin, mode } = environment;
      const address = { host, port, origin, mode };
      return startGateway({ ...address, databaseUrl, bus, clock, scheme, keysDirectory, agreementsDirectory, log });
    },
  },
  {
    name: "connectors",
    role: "hub_connectors",
    start: ({ environment, databaseUrl, bus, clock, scheme, feedsDirectory, log }) => {
      // Identifiers reserved for tests belong to nobody, so only a demonstration takes them.
      const acceptTestIdentifiers = environment.mode === "demo";
      return startConnectors({ databaseUrl, bus, clock, scheme, feedsDirectory, acceptTestIdentifiers, log });
    },
  },
  { name: "console", start: startConsolePart },
];
