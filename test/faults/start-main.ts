import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { until } from "../eventually.ts";
import { makeTestFolder } from "../servers.ts";

export const READY_MAX_MS = 55_000;

const ARGUMENTS = [
  "--disallow-code-generation-from-strings",
  "--import=tsx",
  "--conditions=concordat-source",
  join(packageRoot(), "services/main.ts"),
];

export type Start = {
  readonly child: ChildProcess;
  /** Everything so far; `complained` is what came on stderr alone. */
  readonly said: () => string;
  readonly complained: () => string;
  readonly ended: Promise<number | string>;
};

/** What to run: `words` are parts of the hub (none is all of it, with the demonstration), `prefix` runs before it. */
type How = { readonly words?: readonly string[]; readonly prefix?: readonly string[] };

/** A hub in a process group of its own, as `npm start` runs it; it ends with the test at the latest. */
export function startMain(
  variables: Readonly<Record<string, string>>,
  { words = ["core"], prefix = [] }: How = {},
): Start {
  const { PATH = "", HOME } = process.env;
  const [file = "", ...args] = [...prefix, process.execPath, ...ARGUMENTS, ...words];
  const child = spawn(file, args, {
    cwd: packageRoot(),
    env: { PATH, ...(HOME === undefined ? {} : { HOME }), ...variables },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  let complained = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk));
  child.stderr?.on("data", (chunk) => (complained += chunk));
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? code ?? "unknown"));
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, said: () => said, complained: () => complained, ended };
}

/** A data folder for one test. */
export async function makeFolder(): Promise<string> {
  const opened = new OpenedThings();
  onTestFinished(() => opened.close());
  return makeTestFolder(opened);
}

export async function untilReady(start: Start): Promise<void> {
  await untilSaid(start, "concordat ready");
}

export async function untilSaid(start: Start, text: string): Promise<void> {
  const hasEnded = () => start.child.exitCode !== null;
  await until(() => start.said().includes(text) || hasEnded(), { maxMs: READY_MAX_MS, said: start.said });
  if (hasEnded()) throw new Error(start.said());
}

/** PostgreSQL's and NATS's, as their own files name them. */
export async function serverPids(folder: string): Promise<readonly number[]> {
  const files = ["pg/postmaster.pid", "nats/nats.pid"].map((name) => readFile(join(folder, name), "utf8"));
  return (await Promise.all(files)).map((text) => Number.parseInt(text, 10));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
