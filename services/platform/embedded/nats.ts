import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ensurePrivateFolder, writePrivateFile } from "../keys/private-files.ts";
import { dieWithParent } from "./launch-prefix.ts";
import { type BusUser, natsConfig } from "./nats-config.ts";
import { endOrphan } from "./orphan.ts";
import { succeeds } from "./run-command.ts";
import { type SupervisedServer, supervise } from "./supervise.ts";

type NatsOptions = {
  readonly binary: string;
  readonly dataFolder: string;
  readonly users: readonly BusUser[];
  readonly onRestart?: ((reason: string) => void) | undefined;
  readonly onGivenUp?: ((error: Error) => void) | undefined;
};

/** nats-server as our child, with JetStream on disk; only the users given may connect. */
export type EmbeddedNats = SupervisedServer & { readonly url: string };

/** NATS picks a free port itself when it is asked for this one. */
const ANY_PORT = -1;
const PORTS_FILE_WAIT_MS = 5_000;
const POLL_MS = 20;

/** Starts the server on a free port; a restart keeps that port, so clients find it again. */
export async function startNats({
  binary,
  dataFolder,
  users,
  onRestart,
  onGivenUp,
}: NatsOptions): Promise<EmbeddedNats> {
  await ensurePrivateFolder(dataFolder);
  const config = join(dataFolder, "nats.conf");
  await endOrphan({ pidFile: join(dataFolder, "nats.pid"), mark: config, signals: ["SIGTERM", "SIGKILL"] });
  await removePortsFiles(dataFolder);
  await writePrivateFile(config, natsConfig({ folder: dataFolder, port: ANY_PORT, users }));
  const mortal = dieWithParent("TERM");
  const prefix = mortal.length > 0 && (await succeeds([...mortal, "--", "true"])) ? [...mortal, "--"] : [];
  const server = await supervise({
    name: "nats-server",
    command: () => [...prefix, binary, "-c", config],
    isReady: (written) => written.includes("Server is ready"),
    stopSignals: [
      { signal: "SIGTERM", waitMs: 1_500 },
      { signal: "SIGKILL", waitMs: 500 },
    ],
    onRestart,
    onGivenUp,
  });
  try {
    const port = await readPort(dataFolder);
    await writePrivateFile(config, natsConfig({ folder: dataFolder, port, users }));
    return { ...server, url: `nats://127.0.0.1:${port}` };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function removePortsFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(".ports")) await rm(join(folder, name), { force: true });
  }
}

/** The server writes its ports file a little after it says that it is ready. */
async function readPort(folder: string): Promise<number> {
  const deadline = performance.now() + PORTS_FILE_WAIT_MS;
  while (performance.now() < deadline) {
    const name = (await readdir(folder)).find((file) => file.endsWith(".ports"));
    const port = name === undefined ? null : parsePort(await readFile(join(folder, name), "utf8"));
    if (port !== null) return port;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error("nats-server did not say on which port it listens");
}

function parsePort(text: string): number | null {
  const [, port] = /"nats":\s*\[\s*"nats:\/\/[^"]*:(\d+)"/.exec(text) ?? [];
  return port === undefined ? null : Number(port);
}
