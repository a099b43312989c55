import { access, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Msg } from "@nats-io/transport-node";
import { parse } from "csv-parse/sync";
import type { Scheme } from "#schemas/scheme.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import type { AwaitedFiles } from "./feeds/awaited-files.ts";
import { readMarker } from "./feeds/receipt-files.ts";
import { type BatchFile, fileOfCrimes, fileOfCsv, isBatchId, namesOf } from "./police/crime-batch-files.ts";

type BatchDeps = {
  readonly bus: NatsConnection;
  readonly scheme: Scheme;
  readonly feedsDirectory: string;
  readonly awaited: AwaitedFiles;
  readonly log: Logger;
};

type BatchState =
  | { readonly outcome: "unknown" }
  | {
      readonly outcome: "batch";
      readonly id: string;
      readonly state: "received" | "taken-in" | "rejected";
      readonly rows: number;
      readonly accepted: number;
      readonly rejected: number;
      readonly faults: readonly Fault[];
    };

type Fault = {
  readonly row: number | null;
  readonly crimeReference: string | null;
  readonly kind: "error" | "warning";
  readonly code: string;
  readonly why: string;
  readonly requiredAction: string;
};

const QUEUE = "connectors";
/** Whoever asked waits longer than this, so that a long batch is answered as received and not as lost. */
const READ_WAIT_MS = 4_000;
const FAULTS_TOLD_MAX = 1_000;

/**
 * Takes batches of crimes that came over the API: each becomes a file in its force's feed folder, and goes the way of every other
 * from there. Answers what was wrong with it, row by row, once it has been read.
 */
export function answerCrimeBatches(deps: BatchDeps): AsyncDisposable {
  const subscriptions = [
    deps.bus.subscribe("connectors.crime-batch.put", { queue: QUEUE, callback: answering(deps, putBatch) }),
    deps.bus.subscribe("connectors.crime-batch.read", { queue: QUEUE, callback: answering(deps, readBatch) }),
  ];
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(subscriptions.map((one) => (deps.bus.isClosed() ? null : one.drain())));
    },
  };
}

type Asked = { readonly agencyId: string; readonly folder: string; readonly members: ReadonlyMap<string, unknown> };

function answering(deps: BatchDeps, answer: (deps: BatchDeps, asked: Asked) => Promise<BatchState>) {
  return (error: Error | null, message: Msg): void => {
    void (async () => {
      try {
        const asked = error === null ? askedIn(message, deps) : null;
        message.respond(JSON.stringify(asked === null ? { outcome: "unknown" } : await answer(deps, asked)));
      } catch (fault) {
        deps.log.error({ fault: describeFault(fault) }, "a batch of crimes was not taken in");
        message.respond(JSON.stringify({ outcome: "failed" }));
      }
    })();
  };
}

/** Null unless it is about a police force of the scheme: its id becomes the name of a folder. */
function askedIn(message: Msg, { scheme, feedsDirectory }: BatchDeps): Asked | null {
  const body: unknown = message.json();
  const members = new Map<string, unknown>(typeof body === "object" && body !== null ? Object.entries(body) : []);
  const agency = scheme.agencies.find(({ agencyId }) => agencyId === members.get("agencyId"));
  return agency?.agencyType === "police"
    ? { agencyId: agency.agencyId, folder: join(feedsDirectory, agency.agencyId), members }
    : null;
}

async function putBatch({ awaited }: BatchDeps, { folder, members }: Asked): Promise<BatchState> {
  const file = fileIn(members);
  if (file === null) {
    return { outcome: "unknown" };
  }
  const path = join(folder, file.name);
  if ((await readMarker(path)) === null) {
    const read = awaited.read(path, READ_WAIT_MS);
    if (!(await exists(path))) {
      const arriving = join(folder, `.${file.name}.arriving`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(arriving, file.content, { mode: 0o600 });
      await rename(arriving, path);
    }
    await read;
  }
  return stateOf(path, file.id);
}

function fileIn(members: ReadonlyMap<string, unknown>): BatchFile | null {
  const [csv, crimes] = [members.get("csv"), members.get("crimes")];
  if (typeof csv === "string") {
    return fileOfCsv(csv);
  }
  return Array.isArray(crimes) ? fileOfCrimes(crimes) : null;
}

async function readBatch(_deps: BatchDeps, { folder, members }: Asked): Promise<BatchState> {
  const id = String(members.get("id"));
  for (const name of isBatchId(id) ? namesOf(id) : []) {
    if (await exists(join(folder, name))) {
      return stateOf(join(folder, name), id);
    }
  }
  return { outcome: "unknown" };
}

async function stateOf(path: string, id: string): Promise<BatchState> {
  const marker = await readMarker(path);
  if (marker === null) {
    return { outcome: "batch", id, state: "received", rows: 0, accepted: 0, rejected: 0, faults: [] };
  }
  const { rows, accepted } = marker;
  const state = accepted > 0 ? "taken-in" : "rejected";
  return { outcome: "batch", id, state, rows, accepted, rejected: rows - accepted, faults: await faultsBeside(path) };
}

async function faultsBeside(path: string): Promise<readonly Fault[]> {
  const text = await readFile(`${path}.errors.csv`, "utf8").catch(() => null);
  if (text === null) {
    return [];
  }
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  return rows.slice(0, FAULTS_TOLD_MAX).map((row) => ({
    row: row["line"] === "" ? null : Number(row["line"]),
    crimeReference: row["record"] || null,
    kind: row["kind"] === "warning" ? "warning" : "error",
    code: row["code"] ?? "",
    why: row["why"] ?? "",
    requiredAction: row["required_action"] ?? "",
  }));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
