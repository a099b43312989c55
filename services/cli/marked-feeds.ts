import { join } from "node:path";
import { closeDatabase, openDatabase, type Sql } from "../platform/database/database.ts";
import { packageRoot } from "../platform/environment/package-root.ts";
import { readScheme } from "../read-scheme.ts";
import { BadInput, type Terminal } from "./command.ts";
import { hubDatabaseAddress } from "./hub-database-address.ts";

export const WHERE_THE_HUB_IS =
  "Works on the database in DATABASE_URL, or that of the hub that runs on HUB_DATA, and on the scheme in HUB_SCHEME.";

type Agency = Awaited<ReturnType<typeof readScheme>>["agencies"][number];

export async function agenciesOfScheme({ env }: Terminal): Promise<readonly Agency[]> {
  const path = env["HUB_SCHEME"] ?? join(packageRoot(), "services/demo/solent.scheme.yaml");
  return (await readScheme(path)).agencies;
}

/** Does the work on the core's database; one that cannot be reached is a sentence with the way out. */
export async function onCoreDatabase<Result>(terminal: Terminal, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const url = await hubDatabaseAddress(terminal, "hub_core");
  const sql = openDatabase({ url, applicationName: "concordat feed", maxConnections: 1 });
  try {
    return await work(sql);
  } catch (cause) {
    throw cause instanceof Error && "code" in cause
      ? new BadInput("The hub's database cannot be worked on; is it running?", { cause })
      : cause;
  } finally {
    await closeDatabase(sql);
  }
}
