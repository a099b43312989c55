import { type FSWatcher, watch } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createSettledFiles, type FolderFile, QUIET_MS, type SettledFiles } from "./settled-files.ts";

/** Looks at the folder this often even if the system says nothing of changes. */
const POLL_MS = 500;
/** A file that could not be taken in is tried again after this. */
const RETRY_MS = 2_000;

export type FileDropOptions = {
  readonly folder: string;
  readonly orderOf: (name: string) => number;
  /** Takes one file in; a rejection leaves the file to be tried again. */
  readonly take: (file: FolderFile) => Promise<void>;
  /** Has to succeed before the first file is taken. */
  readonly recall: () => Promise<void>;
  /** Tried again, between files, until it answers true. */
  readonly recover: () => Promise<boolean>;
  readonly onFailure: (fileName: string | null, failure: unknown) => void;
};

/** Watches one folder and takes each file in once it has arrived whole, one after the other, in order. */
export async function watchFileDrop(options: FileDropOptions): Promise<AsyncDisposable> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const wake = createWake();
  const watcher = startWatching(options.folder, wake.ring);
  const state = { stopped: false };
  const running = runLoop(options, wake, state);
  return {
    [Symbol.asyncDispose]: async () => {
      state.stopped = true;
      wake.ring();
      watcher?.close();
      await running;
    },
  };
}

async function runLoop(options: FileDropOptions, wake: Wake, state: { readonly stopped: boolean }): Promise<void> {
  const files = createSettledFiles(options.folder, options.orderOf);
  const look = lookAndTake(options, files, state);
  while (!state.stopped) {
    const waitMs = await look().catch((failure: unknown) => {
      options.onFailure(null, failure);
      return RETRY_MS;
    });
    await wake.wait(state.stopped ? 0 : waitMs);
  }
}

/** One look at the folder; resolves to how long to wait before the next. */
function lookAndTake(
  options: FileDropOptions,
  files: SettledFiles,
  state: { readonly stopped: boolean },
): () => Promise<number> {
  let recalled = false;
  let recovered = false;
  return async () => {
    if (!recalled) {
      await options.recall();
      recalled = true;
    }
    recovered = recovered || (await options.recover());
    const { ready, waiting } = await files.look(performance.now());
    if (await takeAll(ready, files.markRead, options, state)) {
      return RETRY_MS;
    }
    return waiting || ready.length > 0 ? QUIET_MS : POLL_MS;
  };
}

/** True when one of them failed. */
async function takeAll(
  ready: readonly FolderFile[],
  markRead: (file: FolderFile) => void,
  { take, onFailure }: FileDropOptions,
  state: { readonly stopped: boolean },
): Promise<boolean> {
  for (const file of ready) {
    if (state.stopped) {
      return false;
    }
    try {
      await take(file);
      markRead(file);
    } catch (failure) {
      // Later files may need what this one introduces, so they wait with it.
      onFailure(file.name, failure);
      return true;
    }
  }
  return false;
}

/** Where the system gives no news of a folder, the poll alone has to do. */
function startWatching(folder: string, onChange: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, onChange);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}

type Wake = { readonly ring: () => void; readonly wait: (maxMs: number) => Promise<void> };

/** A ring while nobody waits is not lost: the next wait ends at once. */
function createWake(): Wake {
  let rung = false;
  let end: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      end?.();
    },
    wait: async (maxMs) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, maxMs);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        end = null;
      }
      rung = false;
    },
  };
}
