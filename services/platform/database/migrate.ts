import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { closeDatabase, openDatabase, type Sql } from "./database.ts";
import { type Migration, type MigrationFolder, readMigrationFolder } from "./migration-folder.ts";
import { ensureRoles } from "./roles.ts";

type MigrateOptions = {
  readonly ownerUrl: string;
  /** Password by role name: made before the first migration, so that migrations can grant to them. */
  readonly rolePasswords: Readonly<Record<string, string>>;
  /** In the order in which they run. */
  readonly folders: readonly MigrationFolder[];
};

/** `uuidv7()` came with 18. */
const SERVER_MAJOR_MIN = 18;
const JOURNAL_SCHEMA = "migrations";
/** Any fixed number: hubs that start at the same time migrate one after the other. */
const ADVISORY_LOCK = 7_214_001;

/**
 * Brings the database forward to what this code knows, and never back: it refuses one that has
 * seen a migration the code does not know, or in which an applied migration was since rewritten.
 */
export async function migrateDatabase({ ownerUrl, rolePasswords, folders }: MigrateOptions): Promise<void> {
  const sql = openDatabase({ url: ownerUrl, applicationName: "concordat migrations", maxConnections: 1 });
  try {
    await refuseOldServer(sql);
    await sql`select pg_advisory_lock(${ADVISORY_LOCK})`;
    await ensureRoles(sql, rolePasswords);
    for (const folder of folders) await migrateFolder(sql, ownerUrl, folder);
  } finally {
    await closeDatabase(sql);
  }
}

async function refuseOldServer(sql: Sql): Promise<void> {
  const [row] = await sql<{ version: number }[]>`select current_setting('server_version_num')::int as version`.catch(
    (cause: unknown) => {
      throw new Error("the database cannot be reached", { cause });
    },
  );
  const major = Math.floor((row?.version ?? 0) / 10_000);
  if (major < SERVER_MAJOR_MIN) throw new Error(`the server is PostgreSQL ${major}; the hub needs ${SERVER_MAJOR_MIN}`);
}

async function migrateFolder(sql: Sql, ownerUrl: string, folder: MigrationFolder): Promise<void> {
  const known = await readMigrationFolder(folder);
  const applied = await readApplied(sql, folder.name);
  const fault = journalFault(known, applied);
  if (fault !== null) throw new Error(`the database cannot be used with this version (${folder.name}): ${fault}`);

  // drizzle changes how its client writes dates and JSON, so it gets one of its own.
  const client = openDatabase({ url: ownerUrl, applicationName: "concordat migrations", maxConnections: 1 });
  try {
    await migrate(drizzle(client), {
      migrationsFolder: folder.path,
      migrationsSchema: JOURNAL_SCHEMA,
      migrationsTable: folder.name,
    });
  } catch (cause) {
    throw new Error(`a migration of ${folder.name} failed`, { cause });
  } finally {
    await closeDatabase(client);
  }
}

type Applied = { readonly hash: string; readonly when: number };

async function readApplied(sql: Sql, name: string): Promise<readonly Applied[]> {
  const [there] = await sql<{ there: boolean }[]>`
    select to_regclass(${`${JOURNAL_SCHEMA}."${name}"`}) is not null as there`;
  if (there?.there !== true) return [];
  const rows = await sql<{ hash: string; created_at: string }[]>`
    select hash, created_at from ${sql(JOURNAL_SCHEMA)}.${sql(name)} order by created_at`;
  return rows.map((row) => ({ hash: row.hash, when: Number(row.created_at) }));
}

/** Says what stands between the journal in the database and the migrations of the code, or null. */
function journalFault(known: readonly Migration[], applied: readonly Applied[]): string | null {
  for (const [index, { hash, when }] of applied.entries()) {
    const migration = known[index];
    if (migration === undefined) return `it has ${applied.length} migrations and this code knows ${known.length}`;
    if (migration.when !== when) return `its migration ${index} is not ${migration.tag}: the order was changed`;
    if (migration.hash !== hash) return `${migration.tag} was changed after it was applied`;
  }
  return null;
}
