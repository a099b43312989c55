import { join } from "node:path";
import type { MigrationFolder } from "#services/platform/database/migration-folder.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { loadOrCreateSecret, randomPassword } from "#services/platform/keys/private-files.ts";

/** One database role for each part; the owner runs migrations and nothing else. */
export const HUB_ROLES = ["hub_core", "hub_connectors", "hub_gateway"] as const;
export type HubRole = (typeof HUB_ROLES)[number];

/** In this order: a later folder may refer to the tables of an earlier one. */
const MIGRATION_FOLDERS = [
  { name: "ledger", path: "services/ledger/migrations" },
  { name: "core", path: "services/core/migrations" },
  { name: "connectors", path: "connectors/migrations" },
  { name: "gateway", path: "gateway/migrations" },
] as const;

/** SQL is read from the source tree in production too: the compiler does not carry it to dist/. */
export function migrationFolders(): readonly MigrationFolder[] {
  const root = packageRoot();
  return MIGRATION_FOLDERS.map(({ name, path }) => ({ name, path: join(root, path) }));
}

/** The generated password of each role, kept with mode 0600 beside the hub's other keys. */
export async function rolePasswords(keysFolder: string): Promise<Readonly<Record<HubRole, string>>> {
  const load = (role: HubRole): Promise<string> =>
    loadOrCreateSecret(join(keysFolder, `${role}.password`), randomPassword);
  return {
    hub_core: await load("hub_core"),
    hub_connectors: await load("hub_connectors"),
    hub_gateway: await load("hub_gateway"),
  };
}

/** The owner's address with the name and password of a part's role in it. */
export function databaseUrlFor(ownerUrl: string, role: HubRole, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.href;
}
