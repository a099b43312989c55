import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "#services/cli/run-command.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { makeTestFolder, startTestServers } from "../servers.ts";
import { makeKey, type TestKey } from "./compose-call.ts";
import { type SmallHub, startSmallHub } from "./small-hub.ts";

const HOUR_MS = 3_600_000;

/** A hub, a folder in which the demonstration left one agency, and the command line as its engineer has it. */
export type CommandLineAtWork = AsyncDisposable & {
  readonly hub: SmallHub;
  readonly key: TestKey;
  readonly folder: string;
  readonly concordat: (...args: readonly string[]) => Promise<Ended>;
  readonly enrolForNow: (key: TestKey) => Promise<TestKey>;
  /** What the next stream will send. */
  readonly stream: (...lines: readonly string[]) => void;
};

type Ended = { readonly code: number; readonly out: string; readonly err: string };

/** Starts what every command needs. The clock is the real one, as the commands read it too. */
export async function startCommandLine(): Promise<CommandLineAtWork> {
  const opened = new OpenedThings();
  try {
    return await openCommandLine(opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openCommandLine(opened: OpenedThings): Promise<CommandLineAtWork> {
  const servers = await startTestServers({ migrations: ["ledger", "core", "gateway"] });
  opened.add(() => servers[Symbol.asyncDispose]());
  let updates: readonly string[] = [];
  const hub = await startSmallHub({
    databaseUrl: servers.databaseUrlFor("hub_gateway"),
    stream: () => streamOf(updates),
  });
  opened.add(() => hub[Symbol.asyncDispose]());
  hub.setNow(() => new Date());
  const now = Date.now();
  const inTime = { notBefore: new Date(now - HOUR_MS), notAfter: new Date(now + HOUR_MS) };
  const enrolForNow = (key: TestKey) => hub.enrol(key, "solent-housing", inTime);
  const key = await enrolForNow(makeKey());
  const folder = await makeTestFolder(opened);
  await leaveDemonstration(folder, hub.origin, key);
  return {
    hub,
    key,
    folder,
    concordat: (...args) => runAt(folder, args),
    enrolForNow,
    stream: (...lines) => {
      updates = lines;
    },
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

function streamOf(lines: readonly string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (stream) => {
      for (const line of lines) {
        stream.enqueue(Buffer.from(line));
      }
    },
  });
}

async function leaveDemonstration(folder: string, origin: string, { keyid, privateJwk }: TestKey): Promise<void> {
  await mkdir(join(folder, "data/demo"), { recursive: true });
  const agencies = [{ agencyId: "solent-housing", keyid, privateJwk, officers: [{ actor: "officer-1" }] }];
  await writeFile(join(folder, "data/demo/agencies.json"), JSON.stringify({ origin, agencies, people: [] }));
}

async function runAt(folder: string, args: readonly string[]): Promise<Ended> {
  let out = "";
  let err = "";
  const code = await runCommand(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: { HUB_DATA: join(folder, "data") },
    signal: new AbortController().signal,
  });
  return { code, out, err };
}
