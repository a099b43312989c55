import { closeDatabase, openDatabase } from "#services/platform/database/database.ts";
import type { TestHub } from "./hub.ts";

/** Names of the tables that hold a text anywhere: for proving that something was not kept. */
export async function tablesThatHold(
  hub: TestHub,
  texts: readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const sql = openDatabase({ url: hub.ownerUrl, applicationName: "everything-stored", maxConnections: 1 });
  const found: Record<string, string[]> = Object.fromEntries(texts.map((text) => [text, []]));
  try {
    const tables = await sql<{ readonly schema: string; readonly name: string }[]>`
      select table_schema as schema, table_name as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema in ('core', 'connectors', 'gateway', 'ledger')`;
    for (const { schema, name } of tables) {
      const rows = await sql<{ readonly row: string }[]>`select t::text as row from ${sql(schema)}.${sql(name)} t`;
      const stored = rows.map(({ row }) => decodeBytea(row)).join("\n");
      for (const text of texts.filter((one) => stored.includes(one))) {
        found[text]?.push(`${schema}.${name}`);
      }
    }
    return found;
  } finally {
    await closeDatabase(sql);
  }
}

/** Byte strings are shown as hex, in which a name would hide. */
function decodeBytea(row: string): string {
  return row.replace(/\\+x([0-9a-f]+)/g, (_all, hex: string) => Buffer.from(hex, "hex").toString("latin1"));
}
