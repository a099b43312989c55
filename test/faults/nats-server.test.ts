import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { createUser } from "@nats-io/nkeys";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { connectBus, type NatsConnection } from "#services/platform/bus/bus.ts";
import { type EmbeddedNats, startNats } from "#services/platform/embedded/nats.ts";
import { supervise } from "#services/platform/embedded/supervise.ts";
import { eventually } from "../eventually.ts";
import { findTestNatsServer } from "../servers.ts";

const user = createUser();
const nkeySeed = new TextDecoder().decode(user.getSeed());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-nats-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

async function start(): Promise<EmbeddedNats> {
  const binary = await findTestNatsServer(folder);
  const users = [{ publicNkey: user.getPublicKey(), publish: [">"], subscribe: [">"] }];
  const nats = await startNats({ binary, dataFolder: join(folder, "nats"), users });
  onTestFinished(nats.stop);
  return nats;
}

async function signIn(url: string): Promise<NatsConnection> {
  const connection = await connectBus({ url, name: "test", nkeySeed });
  onTestFinished(() => connection.close());
  return connection;
}

test("a server that is killed comes back on the same port, and clients with it", async () => {
  const nats = await start();
  const connection = await signIn(nats.url);
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: "KEPT", subjects: ["kept.>"] });
  await jetstream(connection).publish("kept.one", "1");
  const killed = nats.pid() ?? Number.NaN;

  process.kill(killed, "SIGKILL");

  await eventually(async () => expect(nats.pid()).not.toBe(killed));
  expect((await eventually(() => manager.streams.info("KEPT"))).state.messages).toBe(1);
});

test("a second start finds the messages of the first", async () => {
  const first = await start();
  const connection = await signIn(first.url);
  await (await jetstreamManager(connection)).streams.add({ name: "KEPT", subjects: ["kept.>"] });
  await jetstream(connection).publish("kept.one", "1");
  await connection.close();
  await first.stop();

  const second = await start();

  const manager = await jetstreamManager(await signIn(second.url));
  expect((await manager.streams.info("KEPT")).state.messages).toBe(1);
});

test("the configuration is ours alone, and listens on the loopback", async () => {
  await chmod(folder, 0o700);
  await start();
  const file = join(folder, "nats/nats.conf");

  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, "utf8")).toContain('host: "127.0.0.1"');
});

test("a server of somebody else's may ask for a user and a password", async () => {
  const file = join(folder, "theirs.conf");
  await writeFile(
    file,
    'host: "127.0.0.1"\nport: -1\nauthorization { users: [{ user: "core", password: "9@word" }] }\n',
  );
  const binary = await findTestNatsServer(folder);
  let written = "";
  const theirs = await supervise({
    name: "nats-server",
    command: () => [binary, "-c", file],
    isReady: (text) => {
      written = text;
      return text.includes("Server is ready");
    },
    stopSignals: [{ signal: "SIGKILL", waitMs: 1_000 }],
  });
  onTestFinished(theirs.stop);
  const [, port] = /client connections on 127\.0\.0\.1:(\d+)/.exec(written) ?? [];

  const connection = await signIn(`nats://core:9%40word@127.0.0.1:${port}`);

  expect(connection.isClosed()).toBe(false);
  await expect(signIn(`nats://core:wrong@127.0.0.1:${port}`)).rejects.toThrow("Authorization Violation");
});
