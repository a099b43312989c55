import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#services/platform/environment/package-root.ts";

/** Published test vectors, kept beside the repository. A machine without them skips, and says so. */
const FOLDER = join(packageRoot(), "../shared/vectors");

export const hasVectors = existsSync(FOLDER);

export function readVectors(path: string): unknown {
  return hasVectors ? JSON.parse(readFileSync(join(FOLDER, path), "utf8")) : null;
}

export function vectorFiles(folder: string): readonly string[] {
  return hasVectors ? readdirSync(join(FOLDER, folder)).filter((name) => name.endsWith(".json")) : [];
}
