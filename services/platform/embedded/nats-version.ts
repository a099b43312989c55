import { runCommand } from "./run-command.ts";

export type NatsVersion = { readonly major: number; readonly minor: number; readonly patch: number };

/** The hub keeps to what this version can do, so that any server since then will serve. */
const OLDEST_NATS = { major: 2, minor: 9, patch: 0 } as const satisfies NatsVersion;

/** The version of a nats-server binary, or why it will not do. */
export async function readNatsVersion(binary: string): Promise<NatsVersion | { readonly fault: string }> {
  try {
    const version = parseNatsVersion(await runCommand([binary, "--version"], { timeoutMs: 10_000 }));
    if (version === null) return { fault: "does not say its version" };
    return isNewEnough(version) ? version : { fault: "is older than 2.9" };
  } catch {
    return { fault: "does not run here" };
  }
}

export function parseNatsVersion(text: string): NatsVersion | null {
  const [, major, minor, patch] = /v(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return null;
  return { major: Number(major), minor: Number(minor), patch: Number(patch) };
}

function isNewEnough({ major, minor }: NatsVersion): boolean {
  return major > OLDEST_NATS.major || (major === OLDEST_NATS.major && minor >= OLDEST_NATS.minor);
}
