import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import type { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { makeTestFolder } from "./servers.ts";

/** A folder with the worked example under as many ids as there are tests, so that each has an agreement of its own in force. */
export async function folderOfCopies(opened: OpenedThings, ids: readonly string[]): Promise<string> {
  const folder = await makeTestFolder(opened);
  const text = await readFile(join(packageRoot(), "policies/worked-example.isa.yaml"), "utf8");
  for (const id of ids) {
    await writeFile(join(folder, `${id}.isa.yaml`), text.replace("id: solent-example", `id: ${id}`));
  }
  return folder;
}
