import { join } from "node:path";
import { systemClock } from "#services/platform/environment/clock.ts";
import { type Environment, parseEnvironment } from "#services/platform/environment/environment.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { prepareDemonstration } from "./demo/demonstration.ts";
import type { Part } from "./part.ts";
import { PARTS } from "./parts.ts";
import { readScheme } from "./read-scheme.ts";
import { type RunningHub, startHub } from "./start-hub.ts";

const EXIT = { clean: 0, failed: 1, badInput: 2, forced: 130 } as const;
const STOP_MAX_MS = 10_000;

// By now everything is closed in order; what an interrupted demonstration left running is not waited for.
process.exit(await main());

async function main(): Promise<number> {
  const parsed = parseEnvironment(process.env, process.cwd());
  const chosen = chooseParts(process.argv.slice(2));
  const faults = [...("faults" in parsed ? parsed.faults : []), ...("faults" in chosen ? chosen.faults : [])];
  for (const fault of faults) console.error(fault);
  if ("faults" in parsed || "faults" in chosen) return EXIT.badInput;

  const interruption = listenForSignals();
  const opened = new OpenedThings();
  try {
    return await run(parsed.environment, chosen.parts, interruption, opened);
  } catch (error) {
    if (interruption.aborted) return EXIT.clean;
    console.error(`concordat could not start: ${explain(error)}`);
    return EXIT.failed;
  } finally {
    await stopAll(opened);
  }
}

async function run(
  environment: Environment,
  parts: readonly Part[],
  signal: AbortSignal,
  opened: OpenedThings,
): Promise<number> {
  const scheme = await readScheme(environment.schemeFile ?? join(packageRoot(), "services/demo/solent.scheme.yaml"));
  const hub = await startHub({
    environment,
    clock: systemClock,
    scheme,
    parts,
    signal,
    report: (message) => console.log(message),
    logFor: (part) => createLogger({ part, level: environment.logLevel }),
  });
  opened.add(hub.stop);
  const names = parts.map(({ name }) => name);
  const tellStory = await unlessAborted(signal, demonstrate(environment, hub, parts, opened));
  console.log(`concordat ready ${names.includes("gateway") ? hub.origin : names.join(" ")}`);
  await unlessAborted(signal, tellStory());
  return untilEnd(hub, signal);
}

/** The demonstration scheme needs every part; a hub that runs some of them is somebody's real one in the making. */
async function demonstrate(
  environment: Environment,
  hub: RunningHub,
  parts: readonly Part[],
  opened: OpenedThings,
): Promise<() => Promise<void>> {
  const isDemonstration = environment.mode === "demo" && environment.schemeFile === null;
  if (!isDemonstration || parts.length < PARTS.length) return async () => undefined;
  const demonstration = await prepareDemonstration(hub, (line) => console.log(line));
  opened.add(() => demonstration[Symbol.asyncDispose]());
  return demonstration.tell;
}

function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

async function untilEnd(hub: RunningHub, signal: AbortSignal): Promise<number> {
  const interrupted = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener("abort", () => resolve(null), { once: true });
  });
  const failure = await Promise.race([hub.failure, interrupted]);
  if (failure === null) return EXIT.clean;
  console.error(`concordat stops: ${explain(failure)}`);
  return EXIT.failed;
}

/** `npm start` runs every part; `npm start -- gateway core` runs those named. */
function chooseParts(words: readonly string[]): { readonly parts: readonly Part[] } | { readonly faults: string[] } {
  const names = words[0] === "start" ? words.slice(1) : words;
  const known = PARTS.map(({ name }) => String(name));
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    return {
      faults: unknown.map((name) => `${JSON.stringify(name)} is not a part of the hub; there are ${known.join(", ")}`),
    };
  }
  return { parts: names.length === 0 ? PARTS : PARTS.filter(({ name }) => names.includes(name)) };
}

/** The first signal asks for an orderly stop, the second ends the process at once. */
function listenForSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.forced);
      console.log("Stopping (once more to end at once)");
      endWithin(STOP_MAX_MS);
      controller.abort(new Error(`stopped by ${signal}`));
    });
  }
  return controller.signal;
}

async function stopAll(opened: OpenedThings): Promise<void> {
  endWithin(STOP_MAX_MS);
  try {
    await opened.close();
  } catch (error) {
    console.error(`concordat did not stop cleanly: ${explain(error)}`);
  }
}

/** The servers notice the end of their parent and stop themselves. */
function endWithin(ms: number): void {
  setTimeout(() => process.exit(EXIT.forced), ms).unref();
}

/** An error with its causes on one line; a group of errors names each. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inside = error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause];
  return [error.message, ...inside.map(explain)].filter((text) => text !== "").join(": ");
}
