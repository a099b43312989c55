import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BadInput, type Terminal } from "./command.ts";

/** Which line of postmaster.pid says the port (PostgreSQL, "Server Programming", pidfile.h). */
const PORT_LINE = 3;

/** Where the hub keeps its tables, for one of its parts: DATABASE_URL, or the embedded server of the hub that runs on HUB_DATA. */
export async function hubDatabaseAddress(
  { env }: Pick<Terminal, "env">,
  role: "hub_gateway" | "hub_core" = "hub_gateway",
): Promise<string> {
  const given = env["DATABASE_URL"];
  if (given !== undefined && given !== "") {
    return given;
  }
  const folder = env["HUB_DATA"] ?? "data";
  try {
    const [lines, password] = await Promise.all([
      readFile(join(folder, "pg/postmaster.pid"), "utf8"),
      readFile(join(folder, `keys/${role}.password`), "utf8"),
    ]);
    const port = Number(lines.split("\n")[PORT_LINE]);
    return `postgres://${role}:${encodeURIComponent(password.trim())}@127.0.0.1:${port}/postgres`;
  } catch (cause) {
    throw new BadInput(
      `No hub runs on ${folder}, or its keys are not yours to read: start it, set HUB_DATA, or set DATABASE_URL.`,
      { cause },
    );
  }
}
