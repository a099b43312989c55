import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Scheme } from "#schemas/scheme.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { demoOfficers } from "./demo-officers.ts";

export type DemoIdentityProvider = AsyncDisposable & {
  /** Where to send people, and what the console signs in with; starts the provider when first asked. */
  readonly settings: (consoleOrigin: string) => Promise<DemoIdentitySettings>;
};

export type DemoIdentitySettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

const CLIENT_ID = "concordat-console";
const START_MAX_MS = 20_000;

/** The made-up officers' own identity provider. Nothing runs until somebody signs in, so a hub without visitors pays nothing. */
export function demoIdentityProvider(scheme: Scheme): DemoIdentityProvider {
  const running: { child?: ChildProcess; settings?: Promise<DemoIdentitySettings> } = {};
  const start = async (consoleOrigin: string): Promise<DemoIdentitySettings> => {
    const clientSecret = randomBytes(24).toString("base64url");
    const file = join(packageRoot(), "services/demo/identity-provider/provider.mjs");
    const child = spawn(process.execPath, [file], { stdio: ["pipe", "pipe", "ignore"] });
    running.child = child;
    const told = { clientId: CLIENT_ID, clientSecret, consoleOrigin, officers: demoOfficers(scheme) };
    child.stdin.write(`${JSON.stringify(told)}\n`);
    const signal = AbortSignal.timeout(START_MAX_MS);
    const address = once(createInterface({ input: child.stdout }), "line", { signal });
    const ended = once(child, "exit", { signal }).then(() => {
      throw new Error("the demonstration's identity provider ended while it started");
    });
    const [issuer] = (await Promise.race([address, ended])) as [string];
    // Its end after a good start is looked at by nobody: whoever signs in is told that it cannot be reached.
    ended.catch(() => undefined);
    return { issuer, clientId: CLIENT_ID, clientSecret };
  };
  return {
    settings: (consoleOrigin) => {
      running.settings ??= start(consoleOrigin);
      return running.settings;
    },
    [Symbol.asyncDispose]: async () => {
      const { child } = running;
      if (child === undefined || child.exitCode !== null) return;
      const gone = once(child, "exit");
      child.kill();
      await gone;
    },
  };
}
