import { type ChildProcess, spawn } from "node:child_process";

type SuperviseOptions = {
  readonly name: string;
  /** Asked again before every start, so that a restart may use what the first start found out. */
  readonly command: () => readonly string[];
  /** Looks at what the child has written to stderr so far. */
  readonly isReady: (written: string) => boolean;
  /** Gentlest first: the next is sent when the one before has not ended the child in its time. */
  readonly stopSignals: readonly { readonly signal: NodeJS.Signals; readonly waitMs: number }[];
  readonly onRestart?: ((reason: string) => void) | undefined;
  readonly onGivenUp?: ((error: Error) => void) | undefined;
};

/** A server kept running as our child; `stop` ends it and resolves when it is gone. */
export type SupervisedServer = { readonly pid: () => number | undefined; readonly stop: () => Promise<void> };

const READY_TIMEOUT_MS = 60_000;
const WRITTEN_MAX_CHARS = 8_000;
const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 60_000;
const RESTART_WAIT_MS = 200;

/** Starts a server, and starts it again when it dies, up to a limit; then it gives up, loudly. */
export async function supervise(options: SuperviseOptions): Promise<SupervisedServer> {
  const restarts: number[] = [];
  let isStopping = false;
  let child = await launch(options);
  let restarting: Promise<void> = Promise.resolve();

  const watch = (): void => {
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (!isStopping) restarting = restart(`${options.name} ended with ${signal ?? code}`);
    };
    if (child.exitCode === null && child.signalCode === null) child.once("exit", onExit);
    else onExit(child.exitCode, child.signalCode);
  };
  const relaunch = async (): Promise<boolean> => {
    const next = isStopping ? null : await launch(options).catch(() => null);
    if (next === null) return false;
    child = next;
    watch();
    return true;
  };
  const restart = async (reason: string): Promise<void> => {
    while (!isStopping) {
      if (!mayRestart(restarts)) {
        options.onGivenUp?.(new Error(`${reason}; it was restarted ${RESTARTS_MAX} times and is given up`));
        return;
      }
      options.onRestart?.(reason);
      await pause(RESTART_WAIT_MS);
      if (await relaunch()) return;
    }
  };

  watch();
  const stop = async (): Promise<void> => {
    isStopping = true;
    await restarting;
    await end(child, options.stopSignals);
  };
  return { pid: () => child.pid, stop };
}

/** Counts a restart, unless the last minute has seen too many. */
function mayRestart(restarts: number[]): boolean {
  const now = performance.now();
  const recent = restarts.filter((at) => now - at < RESTART_WINDOW_MS);
  restarts.splice(0, restarts.length, ...recent, now);
  return recent.length < RESTARTS_MAX;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function launch({ name, command, isReady, stopSignals }: SuperviseOptions): Promise<ChildProcess> {
  const [file, ...args] = command();
  if (file === undefined) throw new Error("a command has at least one word");
  // Detached: Ctrl-C reaches the hub alone, which then stops its servers in order.
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
  try {
    await readiness(child, name, isReady);
  } catch (error) {
    await end(child, stopSignals);
    throw error;
  }
  return child;
}

function readiness(child: ChildProcess, name: string, isReady: (written: string) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let written = "";
    const fail = (what: string): void => reject(new Error(`${name} ${what}\n${written.trim().slice(-2_000)}`));
    const timer = setTimeout(() => fail("was not ready in time"), READY_TIMEOUT_MS);
    child.once("error", (cause) => reject(new Error(`${name} could not be run`, { cause })));
    child.once("exit", (code, signal) => fail(`ended with ${signal ?? code} while starting`));
    child.once("exit", () => clearTimeout(timer));
    // Read to the end of its life: a full pipe would stop the server.
    child.stderr?.on("data", (chunk: Buffer) => {
      written = (written + chunk.toString("utf8")).slice(-WRITTEN_MAX_CHARS);
      if (!isReady(written)) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

async function end(child: ChildProcess, signals: SuperviseOptions["stopSignals"]): Promise<void> {
  const gone = (): boolean => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  for (const { signal, waitMs } of signals) {
    if (gone()) return;
    const exit = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    await Promise.race([exit, pause(waitMs)]);
  }
}
