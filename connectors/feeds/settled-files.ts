import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isReceiptOrHidden } from "./receipt-files.ts";

/** A file in a feed folder; `version` changes whenever its content may have. */
export type FolderFile = { readonly name: string; readonly path: string; readonly version: string };

/** Files that arrive together are read together: nothing is taken until the folder was quiet for this long. */
export const QUIET_MS = 40;
/** A folder that never falls quiet, and a file that never stops growing, hold up the others no longer than this. */
const QUIET_WAIT_MAX_MS = 200;
const GROWING_WAIT_MAX_MS = 5_000;

type Waiting = { readonly version: string; readonly since: number; readonly firstSeen: number };

/** Tells which files of a folder have arrived whole, in the order in which to read them. */
export type SettledFiles = {
  /** Files to read now; `waiting` while there are others still to come. */
  readonly look: (nowMs: number) => Promise<{ readonly ready: readonly FolderFile[]; readonly waiting: boolean }>;
  /** Not given again until its content changes. */
  readonly markRead: (file: FolderFile) => void;
};

export function createSettledFiles(folder: string, orderOf: (name: string) => number): SettledFiles {
  const read = new Map<string, string>();
  const waiting = new Map<string, Waiting>();
  return {
    markRead: (file) => {
      read.set(file.name, file.version);
      waiting.delete(file.name);
    },
    look: async (nowMs) => {
      const fresh = (await listFolder(folder)).filter((file) => read.get(file.name) !== file.version);
      forgetOthers(waiting, fresh);
      for (const file of fresh) {
        noteSeen(waiting, file, nowMs);
      }
      const ready = isQuiet([...waiting.values()], nowMs) ? readyFiles(fresh, waiting, nowMs, orderOf) : [];
      return { ready, waiting: ready.length < fresh.length };
    },
  };
}

export async function listFolder(folder: string): Promise<readonly FolderFile[]> {
  const files: FolderFile[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = isReceiptOrHidden(name) ? null : await stat(path).catch(() => null);
    if (found?.isFile() === true) {
      files.push({ name, path, version: `${found.ino}:${found.size}:${found.mtimeMs}` });
    }
  }
  return files;
}

function forgetOthers(waiting: Map<string, Waiting>, fresh: readonly FolderFile[]): void {
  const names = new Set(fresh.map((file) => file.name));
  for (const name of waiting.keys()) {
    if (!names.has(name)) {
      waiting.delete(name);
    }
  }
}

function noteSeen(waiting: Map<string, Waiting>, { name, version }: FolderFile, nowMs: number): void {
  const seen = waiting.get(name);
  if (seen?.version !== version) {
    waiting.set(name, { version, since: nowMs, firstSeen: seen?.firstSeen ?? nowMs });
  }
}

/** Quiet once no file has newly appeared for a moment; one that only grows does not count. */
function isQuiet(waiting: readonly Waiting[], nowMs: number): boolean {
  const firstSeen = waiting.map((one) => one.firstSeen);
  return nowMs - Math.max(...firstSeen) >= QUIET_MS || nowMs - Math.min(...firstSeen) >= QUIET_WAIT_MAX_MS;
}

function readyFiles(
  fresh: readonly FolderFile[],
  waiting: ReadonlyMap<string, Waiting>,
  nowMs: number,
  orderOf: (name: string) => number,
): readonly FolderFile[] {
  const ordered = [...fresh].sort((one, other) => orderOf(one.name) - orderOf(other.name) || byName(one, other));
  const unchangedFor = (file: FolderFile) => nowMs - (waiting.get(file.name)?.since ?? nowMs);
  const growing = ordered.find(
    (file) =>
      unchangedFor(file) < QUIET_MS && nowMs - (waiting.get(file.name)?.firstSeen ?? nowMs) < GROWING_WAIT_MAX_MS,
  );
  // What a growing file may introduce is waited for; what comes before it in order need not wait.
  const upTo = growing === undefined ? ordered : ordered.slice(0, ordered.indexOf(growing));
  return upTo.filter((file) => unchangedFor(file) >= QUIET_MS);
}

function byName(one: FolderFile, other: FolderFile): number {
  return one.name < other.name ? -1 : 1;
}
