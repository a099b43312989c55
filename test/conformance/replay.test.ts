import { afterAll, beforeAll, expect, test } from "vitest";
import { createClockGuard } from "#gateway/caller/clock-guard.ts";
import { purgeNonces } from "#gateway/caller/nonces.ts";
import { closeDatabase, openDatabase } from "#services/platform/database/database.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { startTestServers, type TestServers } from "../servers.ts";
import { makeWorld, type World } from "./attacks/world.ts";
import { makeKey, replaceHeader, type TestKey } from "./compose-call.ts";
import { NOW, type SmallHub, type SmallHubOptions, startSmallHub } from "./small-hub.ts";

let servers: TestServers;
let key: TestKey;

beforeAll(async () => {
  servers = await startTestServers({ migrations: ["ledger", "core", "gateway"] });
  key = makeKey();
});

afterAll(() => servers?.[Symbol.asyncDispose]());

async function open(
  options: Partial<SmallHubOptions> = {},
): Promise<{ hub: SmallHub; world: World } & AsyncDisposable> {
  const hub = await startSmallHub({ databaseUrl: servers.databaseUrlFor("hub_gateway"), ...options });
  await hub.enrol(key, "hampshire-police");
  const world = makeWorld(hub, { key, p256: key, housing: key });
  return { hub, world, [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

test("a call made at one replica cannot be made again at another", async () => {
  await using first = await open();
  await using second = await open({ origin: first.hub.origin });
  const call = await first.world.get();
  expect((await first.world.send(call)).status).toBe(200);
  const replayed = await second.world.send(replaceHeader(call, "Host", () => first.hub.host));
  expect({ status: replayed.status, code: replayed.code }).toEqual({ status: 401, code: "signature-replayed" });
});

test("of twenty replays at once, at two replicas, exactly one is answered", async () => {
  await using first = await open();
  await using second = await open({ origin: first.hub.origin });
  const call = await first.world.get();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? first : second).world.send(call)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(new Set(answers.filter(({ status }) => status !== 200).map(({ code }) => code))).toEqual(
    new Set(["signature-replayed"]),
  );
});

test("TIME-10: without its store the hub answers 503 and does nothing", async () => {
  await using opened = await open();
  const owner = openDatabase({ url: servers.ownerUrl, applicationName: "breaks the store", maxConnections: 1 });
  await owner`alter table gateway.nonce rename to nonce_away`;
  try {
    for (const target of ["/v1/agreements", "/v1/people/a"]) {
      const answer = await opened.world.send(await opened.world.get({ target }));
      expect({ status: answer.status, code: answer.code }).toEqual({
        status: 503,
        code: "replay-protection-unavailable",
      });
      expect(answer.headers.get("retry-after")).toBe("5");
      expect(answer.headers.has("signature")).toBe(true);
    }
  } finally {
    await owner`alter table gateway.nonce_away rename to nonce`;
    await closeDatabase(owner);
  }
});

test("TIME-11: after the wall clock was stepped back, calls are refused unread", async () => {
  const log = createLogger({ part: "test", level: "silent" });
  let wall = NOW;
  const clockGuard = createClockGuard({ clock: { now: () => wall }, monotonicMs: () => 0, log });
  await using opened = await open({ clockGuard });
  expect((await opened.world.send(await opened.world.get())).status).toBe(200);
  wall = new Date(NOW.getTime() - 300_000);
  const answer = await opened.world.send(await opened.world.get());
  expect({ status: answer.status, code: answer.code }).toEqual({ status: 503, code: "clock-unreliable" });
});

test("nonces are forgotten when they are too old to matter, and not before", async () => {
  await using opened = await open();
  const owner = openDatabase({ url: servers.ownerUrl, applicationName: "ages nonces", maxConnections: 1 });
  await owner`delete from gateway.nonce`;
  await owner`insert into gateway.nonce (keyid, nonce, created) values
    (${key.keyid}, ${"a".repeat(22)}, now() - interval '181 seconds'),
    (${key.keyid}, ${"b".repeat(22)}, now() - interval '170 seconds')`;
  expect(await purgeNonces(opened.hub.sql)).toBe(1);
  const [left] = await owner`select nonce from gateway.nonce`;
  expect(left?.["nonce"]).toBe("b".repeat(22));
  await closeDatabase(owner);
});

test("the gateway may add nonces and forget them, and never change one", async () => {
  await using opened = await open();
  await expect(opened.hub.sql`update gateway.nonce set created = now()`).rejects.toThrow("permission denied");
  await expect(opened.hub.sql`update gateway.agency_key set agency_id = 'x'`).rejects.toThrow("permission denied");
  await expect(opened.hub.sql`delete from gateway.agency_key`).rejects.toThrow("permission denied");
});
