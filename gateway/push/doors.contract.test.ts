import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Update } from "#gateway/client/verify-update.ts";
import { type GatewayAtWork, held } from "#test/gateway-at-work.ts";
import { changedIn, PURPOSE, sequence, startUpdates, type UpdatesAtWork } from "#test/updates-at-work.ts";

let at: UpdatesAtWork;
let hub: GatewayAtWork;
let cursors: UpdatesAtWork["cursors"];
let pull: UpdatesAtWork["pull"];
let change: UpdatesAtWork["change"];

beforeAll(async () => {
  at = await startUpdates();
  ({ hub, cursors, pull, change } = at);
});
afterAll(() => at[Symbol.asyncDispose]());
beforeEach(async () => {
  await at.begin();
});

test("handed out again under the same verdict it is the same bytes, logged as a replay", async () => {
  const start = cursors.get("iom-team");
  await change({ "iom.ragStatus": held("iom-team", "red") }, ["iom.ragStatus"]);
  const [first] = await pull("iom-team");
  cursors.set("iom-team", start ?? "");
  const [second] = await pull("iom-team");

  expect(second?.jws).toBe(first?.jws);
  const [newest] = await hub.owner<{ entry: Buffer }[]>`select entry from ledger.entry order by arrival desc limit 1`;
  expect(JSON.parse(newest?.entry.toString("utf8") ?? "")).toMatchObject({ kind: "replay", resource: "updates" });
});

test("without a log entry no update is made, and none is lost", async () => {
  await change({ "iom.ragStatus": held("iom-team", "red") }, ["iom.ragStatus"]);
  await hub.owner`revoke insert on ledger.entry from hub_gateway`;
  try {
    const answer = await hub.client("iom-team").call("GET", "/v1/events", { actor: "sgt-01", purpose: PURPOSE });
    expect(answer).toMatchObject({ status: 503, body: { code: "log-unavailable" } });
  } finally {
    await hub.owner`grant insert on ledger.entry to hub_gateway`;
  }
  expect(await pull("iom-team")).toHaveLength(1);
});

test.each([
  ["of another agency", async () => cursors.get("solent-housing") ?? ""],
  ["that is made up", async () => "AAAA"],
])("a cursor %s is not accepted", async (_whose, cursor) => {
  await expect(
    hub.client("iom-team").pullAll({ actor: "sgt-01", purpose: PURPOSE, after: await cursor() }),
  ).rejects.toThrow("cursor-not-accepted");
});

test("another purpose than the subscription's opens no door", async () => {
  const answer = await hub.client("iom-team").call("GET", "/v1/events", { actor: "sgt-01", purpose: "iom-selection" });
  expect(answer).toMatchObject({ status: 403, body: { code: "purpose-not-permitted" } });
});

test("a long poll answers when a change comes, without waiting for its time", async () => {
  const started = performance.now();
  const waiting = hub.client("iom-team").pullAll({
    actor: "sgt-01",
    purpose: PURPOSE,
    waitS: 20,
    ...(cursors.has("iom-team") ? { after: cursors.get("iom-team") ?? "" } : {}),
  });
  await change({ "iom.ragStatus": held("iom-team", "green") }, ["iom.ragStatus"]);
  const { updates, cursor } = await waiting;
  cursors.set("iom-team", cursor);
  expect(updates).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("the stream shows a change as it happens, and a reconnect goes on after the last event", async () => {
  const stop = new AbortController();
  const follow = (lastEventId: string | undefined) =>
    hub.client("iom-team").follow("/v1/events/stream", {
      actor: "sgt-01",
      purpose: PURPOSE,
      signal: stop.signal,
      ...(lastEventId === undefined ? {} : { lastEventId }),
    });
  const stream = follow(cursors.get("iom-team"))[Symbol.asyncIterator]();
  const first = stream.next();
  await change({ "iom.ragStatus": held("iom-team", "red") }, ["iom.ragStatus"]);
  const seen = (await first).value as Update;
  expect(changedIn(seen)).toEqual(["iom.ragStatus"]);

  await change({ "iom.ragStatus": held("iom-team", "green") }, ["iom.ragStatus"]);
  const resumed = follow(seen.cursor ?? undefined)[Symbol.asyncIterator]();
  const second = (await resumed.next()).value as Update;
  expect(sequence(second)).toBe(sequence(seen) + 1);
  expect((await stream.next()).value).toMatchObject({ jws: second.jws });
  stop.abort();
  await Promise.all([stream.return?.(undefined), resumed.return?.(undefined)]);
});

test("an agency holds so many streams and no more", async () => {
  const stop = new AbortController();
  const streams = Array.from({ length: 8 }, () =>
    hub
      .client("solent-yot")
      .follow("/v1/events/stream", { actor: "yot-01", purpose: PURPOSE, signal: stop.signal })
      [Symbol.asyncIterator](),
  );
  const reading = Promise.allSettled(streams.map((stream) => stream.next()));
  await expect
    .poll(
      async () =>
        (await hub.client("solent-yot").call("GET", "/v1/events/stream?after=x", { actor: "yot-01", purpose: PURPOSE }))
          .status,
      { timeout: 5_000 },
    )
    .toBe(429);
  stop.abort();
  await reading;
});

test("a subscription made later starts from what its agency could read anyway", async () => {
  const client = hub.client("winchester-prison");
  const put = await client.call("PUT", "/v1/subscriptions/wing-b", {
    actor: "pris-01",
    purpose: PURPOSE,
    body: { scope: { kind: "all-registered" } },
  });
  expect(put).toMatchObject({ status: 201, body: { id: "wing-b", state: "active", mode: "projected" } });
  const pulled = await client.pullAll({ actor: "pris-01", purpose: PURPOSE, subscription: "wing-b" });
  expect(pulled.updates).toEqual([]);
});
