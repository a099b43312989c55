import { PARTS } from "#services/parts.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import { parseEnvironment } from "#services/platform/environment/environment.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { createLogger, type LogLevel } from "#services/platform/log/logger.ts";
import { type RunningHub, startHub } from "#services/start-hub.ts";
import { demonstrationScheme } from "#test/demonstration-scheme.ts";
import { FAST_SETTINGS, makeTestFolder } from "./servers.ts";

/** A clock that stands still until it is told. */
export type SettableClock = Clock & { readonly set: (date: Date) => void; readonly advance: (ms: number) => void };

export type TestHub = Omit<RunningHub, "clock"> & { readonly clock: SettableClock };

type TestHubOptions = {
  readonly now?: Date;
  /** Further environment variables, such as HUB_ORIGIN. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Those of a test are fast and lose data in a crash; `[]` is PostgreSQL as it comes. */
  readonly postgresSettings?: readonly string[];
  /** `error` unless the test makes errors by the dozen. */
  readonly logLevel?: LogLevel;
};

/** The whole hub in this process on servers of its own; nothing of the demonstration has run. */
export async function startTestHub({
  now = new Date(),
  variables = {},
  postgresSettings = FAST_SETTINGS,
  logLevel = "error",
}: TestHubOptions = {}): Promise<TestHub> {
  const opened = new OpenedThings();
  const clock = settableClock(now);
  try {
    const folder = await makeTestFolder(opened);
    const hub = await startHub({
      environment: testEnvironment({ HUB_DATA: folder, ...variables }),
      clock,
      scheme: await demonstrationScheme(),
      parts: PARTS,
      report: () => undefined,
      logFor: (part) => createLogger({ part, level: logLevel }),
      postgresSettings,
    });
    opened.add(hub.stop);
    return { ...hub, clock, stop: () => opened.close(), [Symbol.asyncDispose]: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

export function testEnvironment(
  variables: Readonly<Record<string, string>>,
): Parameters<typeof startHub>[0]["environment"] {
  const { PATH, HOME, NATS_SERVER_BIN } = process.env;
  const parsed = parseEnvironment({ PATH, HOME, NATS_SERVER_BIN, HUB_PORT: "0", ...variables }, "/");
  if ("faults" in parsed) throw new Error(parsed.faults.join("; "));
  return parsed.environment;
}

function settableClock(start: Date): SettableClock {
  let now = start;
  return {
    now: () => now,
    set: (date) => {
      now = date;
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
  };
}
