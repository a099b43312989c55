import { chown, lstat, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { succeeds } from "./run-command.ts";

/** Words put before a server's command, and the owner its folders must have (null: whoever we are). */
export type LaunchPrefix = { readonly words: readonly string[]; readonly owner: number | null };

const NOBODY = 65_534;

/**
 * Ends the child when we are killed. It fires on the death of the thread that spawned it, so it
 * is of use only from the main thread.
 */
export function dieWithParent(signal: "INT" | "TERM"): readonly string[] {
  return isMainThread && process.platform === "linux" ? ["setpriv", "--pdeathsig", signal] : [];
}

/**
 * PostgreSQL refuses to run as root, and an unprivileged user cannot enter a 0700 folder: of the
 * ways to start it, takes the first that can run `binary` and write to `folder`.
 */
export async function findLaunchPrefix(binary: string, folder: string): Promise<LaunchPrefix> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid } = await lstat(folder);
  const candidates = process.getuid?.() === 0 ? asRoot(uid) : asOurselves();
  for (const candidate of candidates) {
    if (candidate.owner !== null) await giveFolder(folder, candidate.owner);
    if (await works(candidate, binary, folder)) return candidate;
  }
  throw new Error(cannotLaunchAdvice(folder));
}

function asOurselves(): readonly LaunchPrefix[] {
  const bare = { words: [], owner: null };
  const mortal = dieWithParent("INT");
  return mortal.length === 0 ? [bare] : [{ words: [...mortal, "--"], owner: null }, bare];
}

function asRoot(present: number): readonly LaunchPrefix[] {
  const mortal = dieWithParent("INT");
  const user = (id: number): LaunchPrefix => ({
    words: ["setpriv", `--reuid=${id}`, `--regid=${id}`, "--clear-groups", ...mortal.slice(1), "--"],
    owner: id,
  });
  // Root outside and nobody inside: passes the check of PostgreSQL and still enters a 0700 folder.
  const namespace = {
    words: [...mortal, ...(mortal.length > 0 ? ["--"] : []), ...unshareAs(NOBODY)],
    owner: 0,
  };
  // The data keeps the owner of its first start; a folder of root's is either new or of the namespace.
  if (present !== 0) return [user(present), namespace, user(NOBODY)];
  return [user(NOBODY), namespace];
}

function unshareAs(id: number): readonly string[] {
  return ["unshare", "--user", `--map-user=${id}`, `--map-group=${id}`, "--"];
}

async function works({ words }: LaunchPrefix, binary: string, folder: string): Promise<boolean> {
  return (
    (await succeeds([...words, binary, "--version"])) &&
    (await succeeds([...words, "sh", "-c", 'test -w "$1"', "sh", folder]))
  );
}

async function giveFolder(folder: string, owner: number): Promise<void> {
  if ((await lstat(folder)).uid === owner) return;
  await chown(folder, owner, owner);
  for (const entry of await readdir(folder, { recursive: true })) {
    const path = join(folder, entry);
    // A symbolic link could point out of the folder: leave whatever it names alone.
    if (!(await lstat(path)).isSymbolicLink()) await chown(path, owner, owner);
  }
}

function cannotLaunchAdvice(folder: string): string {
  const why =
    process.getuid?.() === 0
      ? "PostgreSQL does not run as root, and no way to run it as another user worked here"
      : "the PostgreSQL that comes with the hub does not run here";
  return `${why} (is ${folder} writable for this user?). Start as another user, or set DATABASE_URL to a server of your own`;
}
