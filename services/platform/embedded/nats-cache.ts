import { randomBytes } from "node:crypto";
import { access, chmod, constants, copyFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";

type CachePlaces = { readonly home: string | undefined; readonly packageRoot: string; readonly dataFolder: string };

const WAIT_FOR_OTHER_MS = 180_000;
const POLL_MS = 250;
/** Work folders of a download, and drafts of a program. */
const LEFTOVER = /^((apt|release)-[A-Za-z0-9]{6}|nats-server\.[0-9a-f]{12})$/;

/** Where a downloaded server is kept, best first. A home may be unset, empty, missing or closed to us. */
export function cacheFolders({ home, packageRoot, dataFolder }: CachePlaces): readonly string[] {
  const shared = home !== undefined && isAbsolute(home) ? [join(home, ".cache/concordat")] : [];
  return [...shared, join(packageRoot, ".cache"), join(dataFolder, "cache")];
}

/** The first of the folders that we can write to, made if need be. */
export async function writableFolder(folders: readonly string[]): Promise<string> {
  for (const folder of folders) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      await access(folder, constants.W_OK | constants.X_OK);
      return folder;
    } catch {
      // The next one may do.
    }
  }
  throw new Error(`none of these folders can be written to: ${folders.join(", ")}`);
}

/** A cached program is run only when nobody but us, or the administrator, can have put it there. */
export async function isTrustworthy(file: string): Promise<boolean> {
  try {
    const { uid, mode } = await stat(file);
    return (uid === 0 || uid === process.getuid?.()) && (mode & 0o022) === 0;
  } catch {
    return false;
  }
}

/** Copies a program into its place in one step, so that nobody ever runs half of it. */
export async function installProgram(source: string, target: string): Promise<void> {
  const draft = `${target}.${randomBytes(6).toString("hex")}`;
  try {
    await copyFile(source, draft);
    await chmod(draft, 0o755);
    await rename(draft, target);
  } catch (error) {
    // A full disk must not be filled further by drafts that nobody will use.
    await rm(draft, { force: true });
    throw error;
  }
}

/** Removes what a download that was killed left behind; for whoever holds the folder's lock. */
export async function clearLeftovers(folder: string): Promise<void> {
  const leftovers = (await readdir(folder)).filter((name) => LEFTOVER.test(name));
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/**
 * Runs `work` while no other start does so in the same folder. A lock left by a killed start is
 * broken after the longest time that the work can take.
 */
export async function oneAtATime<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, "download.lock");
  while (!(await tryMakeFolder(lock))) {
    const { ctimeMs } = await stat(lock).catch(() => ({ ctimeMs: Date.now() }));
    if (Date.now() - ctimeMs > WAIT_FOR_OTHER_MS) await rm(lock, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function tryMakeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
