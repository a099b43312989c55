import { join } from "node:path";
import type { Scheme } from "#schemas/scheme.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { readScheme } from "#services/read-scheme.ts";

/** The made-up agencies and officers that come with the hub. */
export function demonstrationScheme(): Promise<Scheme> {
  return readScheme(join(packageRoot(), "services/demo/solent.scheme.yaml"));
}
