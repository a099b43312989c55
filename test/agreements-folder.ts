import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import type { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { makeTestFolder } from "./servers.ts";

/** A folder with these agreements, or the one that is shipped. */
export async function agreementsFolder(
  opened: OpenedThings,
  agreements: readonly { readonly id: string }[] | undefined,
): Promise<string> {
  if (agreements === undefined) {
    return join(packageRoot(), "policies/agreements");
  }
  const folder = await makeTestFolder(opened);
  // JSON is YAML.
  await Promise.all(agreements.map((one) => writeFile(join(folder, `${one.id}.isa.yaml`), JSON.stringify(one))));
  return folder;
}
