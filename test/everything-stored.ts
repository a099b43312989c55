import { openDatabase } from "#services/platform/database/database.ts";
import type { TestHub } from "./hub.ts";

/** Every row of every table of the hub, as text: for proving that something was not kept anywhere. */
export async function everythingStored(hub: TestHub): Promise<string> {
  const sql = openDatabase({ url: hub.ownerUrl, applicationName: "everything-stored", maxConnections: 1 });
  try {
    const tables = await sql<{ readonly schema: string; readonly name: string }[]>`
      select table_schema as schema, table_name as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema in ('core', 'connectors', 'gateway', 'ledger')`;
    const parts: string[] = [];
    for (const { schema, name } of tables) {
      const rows = await sql<{ readonly row: string }[]>`select t::text as row from ${sql(schema)}.${sql(name)} t`;
      parts.push(...rows.map(({ row }) => decodeBytea(row)));
    }
    return parts.join("\n");
  } finally {
    await sql.end();
  }
}

/** Byte strings are shown as hex, in which a name would hide. */
function decodeBytea(row: string): string {
  return row.replace(/\\+x([0-9a-f]+)/g, (_all, hex: string) => Buffer.from(hex, "hex").toString("latin1"));
}
