import { join } from "node:path";
import { createUser, fromSeed } from "@nats-io/nkeys";
import type { Scheme } from "#schemas/scheme.ts";
import type { BusPermissions, BusUser } from "#services/platform/embedded/nats-config.ts";
import { loadOrCreateSecret } from "#services/platform/keys/private-files.ts";

export const BUS_PARTS = ["core", "gateway", "connectors"] as const;
export type BusPart = (typeof BUS_PARTS)[number];

/** What a publisher to the stream needs besides its own subject: to ask whether the stream is there. */
const JETSTREAM_QUESTIONS = ["$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.INFO.FEED"];

export const PART_PERMISSIONS: Readonly<Record<BusPart, BusPermissions>> = {
  core: {
    publish: ["hub.>", "$JS.API.>", "$JS.ACK.>", "_INBOX_gateway.>", "_INBOX_connectors.>", "_INBOX_core.>"],
    subscribe: ["core.>", "feed.>", "hub.>", "_INBOX_core.>"],
  },
  gateway: {
    publish: ["feed.>", "core.>", "connectors.>", "hub.>", "deliver.>", ...JETSTREAM_QUESTIONS],
    subscribe: ["hub.>", "_INBOX_gateway.>"],
  },
  connectors: {
    publish: ["feed.>", "core.>", "hub.feed.row-rejected", "_INBOX_gateway.>", ...JETSTREAM_QUESTIONS],
    subscribe: ["hub.>", "connectors.>", "_INBOX_connectors.>"],
  },
};

/** Replies reach a user below this subject alone, so that nobody can listen to another's answers. */
export function inboxPrefix(user: string): string {
  return `_INBOX_${user}`;
}

/** An agency may send its own feed and hear its own deliveries; `hub.>` and `core.>` are out of its reach. */
function agencyPermissions(agencyType: string, agencyId: string): BusPermissions {
  return {
    publish: [`feed.${agencyType}.${agencyId}.>`],
    subscribe: [`deliver.${agencyId}.>`, `${inboxPrefix(agencyId)}.>`],
  };
}

/** Every user of the bus in this scheme, each with the least it needs; makes the missing seeds. */
export async function busUsers(scheme: Pick<Scheme, "agencies">, keysFolder: string): Promise<readonly BusUser[]> {
  const parts = BUS_PARTS.map((part) => ({ name: part, permissions: PART_PERMISSIONS[part] }));
  const agencies = scheme.agencies.map(({ agencyType, agencyId }) => ({
    name: agencyId,
    permissions: agencyPermissions(agencyType, agencyId),
  }));
  return Promise.all(
    [...parts, ...agencies].map(async ({ name, permissions }) => {
      const seed = await busSeed(keysFolder, name);
      return { ...permissions, publicNkey: fromSeed(new TextEncoder().encode(seed)).getPublicKey() };
    }),
  );
}

/** The secret with which a user signs in to the bus, kept with mode 0600 beside the hub's other keys. */
export function busSeed(keysFolder: string, user: string): Promise<string> {
  return loadOrCreateSecret(join(keysFolder, `bus-${user}.nk`), () => new TextDecoder().decode(createUser().getSeed()));
}
