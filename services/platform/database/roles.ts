import type { Sql } from "./database.ts";
import { scramVerifier } from "./scram-verifier.ts";

/** Limits that hold for every statement of a part, so that none can hold a lock or a connection for ever. */
const ROLE_SETTINGS = {
  statement_timeout: "30s",
  lock_timeout: "10s",
  idle_in_transaction_session_timeout: "60s",
} as const;

/**
 * Makes each role if it is missing and sets its password. A role may log in and connect, and owns
 * nothing: its migrations grant it what it needs.
 */
export async function ensureRoles(sql: Sql, passwords: Readonly<Record<string, string>>): Promise<void> {
  const [row] = await sql<{ database: string }[]>`select current_database() as database`;
  if (row === undefined) throw new Error("the server does not name its database");
  const database = sql(row.database);
  await sql`revoke create on schema public from public`;
  await sql`revoke all on database ${database} from public`;
  for (const [role, password] of Object.entries(passwords)) {
    await ensureRole(sql, role, password);
    await sql`grant connect on database ${database} to ${sql(role)}`;
  }
}

async function ensureRole(sql: Sql, role: string, password: string): Promise<void> {
  const [known] = await sql`select 1 from pg_roles where rolname = ${role}`;
  if (known === undefined) await sql`create role ${sql(role)}`;
  // A utility statement takes no parameters; the verifier is base64 and digits, so it cannot end the literal.
  await sql.unsafe(`alter role ${quoteIdentifier(role)} login noinherit password '${scramVerifier(password)}'`);
  for (const [setting, value] of Object.entries(ROLE_SETTINGS)) {
    await sql.unsafe(`alter role ${quoteIdentifier(role)} set ${setting} = '${value}'`);
  }
}

function quoteIdentifier(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new Error("a role name is lower-case letters, digits and _");
  return `"${name}"`;
}
