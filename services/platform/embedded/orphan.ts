import { readFile } from "node:fs/promises";
import { readIfThere } from "../keys/private-files.ts";
import { runCommand } from "./run-command.ts";

type OrphanOptions = {
  /** A file whose first line is the process id. */
  readonly pidFile: string;
  /** A word of its command line that no other process has, such as its data folder. */
  readonly mark: string;
  readonly signals: readonly NodeJS.Signals[];
};

const POLL_MS = 50;
const WAIT_PER_SIGNAL_MS = 10_000;

/**
 * Ends a server that outlived a hub which was killed. A process id may since have been given to
 * something else, so only a process with our mark in its command line is touched.
 */
export async function endOrphan({ pidFile, mark, signals }: OrphanOptions): Promise<void> {
  const pid = Number.parseInt((await readIfThere(pidFile)) ?? "", 10);
  if (!(pid > 1) || pid === process.pid) return;
  for (const signal of signals) {
    if (!(await isOurs(pid, mark))) return;
    process.kill(pid, signal);
    await waitUntilGone(pid, mark);
  }
  if (await isOurs(pid, mark)) throw new Error(`process ${pid} of an earlier start does not end`);
}

async function waitUntilGone(pid: number, mark: string): Promise<void> {
  const deadline = performance.now() + WAIT_PER_SIGNAL_MS;
  while (performance.now() < deadline && (await isOurs(pid, mark))) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function isOurs(pid: number, mark: string): Promise<boolean> {
  return (await commandLine(pid)).includes(mark);
}

async function commandLine(pid: number): Promise<readonly string[]> {
  try {
    if (process.platform === "linux") return (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0");
    return (await runCommand(["ps", "-p", String(pid), "-o", "command="], { timeoutMs: 5_000 })).trim().split(" ");
  } catch {
    return [];
  }
}
