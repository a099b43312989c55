import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { startTestServers, type TestServers } from "../servers.ts";
import { makeWorld, type World } from "./attacks/world.ts";
import { makeKey, postHeaders, replaceHeader, type TestKey } from "./compose-call.ts";
import type { RawAnswer } from "./send-raw.ts";
import { NOW, type SmallHub, type SmallHubOptions, startSmallHub } from "./small-hub.ts";

let servers: TestServers;
let owner: Sql;
let key: TestKey;
let housing: TestKey;

beforeAll(async () => {
  servers = await startTestServers({ migrations: ["ledger", "core", "gateway"] });
  owner = openDatabase({ url: servers.ownerUrl, applicationName: "test", maxConnections: 1 });
  key = makeKey();
  housing = makeKey();
});

afterAll(async () => {
  await closeDatabase(owner);
  await servers?.[Symbol.asyncDispose]();
});

beforeEach(() => owner`delete from gateway.call_quota`);

type Opened = { readonly hub: SmallHub; readonly world: World } & AsyncDisposable;

async function open(
  callsPerMinute: SmallHubOptions["callsPerMinute"],
  options: Partial<SmallHubOptions> = {},
): Promise<Opened> {
  const databaseUrl = servers.databaseUrlFor("hub_gateway");
  const hub = await startSmallHub({ databaseUrl, ...(callsPerMinute && { callsPerMinute }), ...options });
  await hub.enrol(key, "hampshire-police");
  await hub.enrol(housing, "solent-housing");
  const world = makeWorld(hub, { key, p256: key, housing });
  return { hub, world, [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

const said = ({ status, code }: RawAnswer) => ({ status, code });

test("beyond its quota an agency is refused, signed and with the time to wait; others and other kinds of call go on", async () => {
  await using opened = await open({ reads: 2, searches: 1 });
  const { world } = opened;
  const answers = [];
  for (let call = 0; call < 3; call += 1) {
    answers.push(await world.send(await world.get()));
  }
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  const refused = answers[2];
  expect(JSON.parse(refused?.body ?? "")).toMatchObject({
    code: "quota-exceeded",
    title: "Too many calls; try again later.",
    hint: "your agency has made its 2 reads of this minute; go on in 60 s",
  });
  // NOW is at the full minute.
  expect(refused?.headers.get("retry-after")).toBe("60");
  expect(refused?.headers.has("signature")).toBe(true);
  expect((await world.send(await world.post())).status).toBe(200);
  expect((await world.send(await world.get({ key: housing }))).status).toBe(200);
});

test("every answer says how much is left, refused or not", async () => {
  await using opened = await open({ reads: 1 });
  const { world } = opened;
  const limits = async (target: string) => {
    const { status, headers } = await world.send(await world.get({ target }));
    return [status, headers.get("ratelimit"), headers.get("ratelimit-policy")];
  };
  expect(await limits("/v1/people/nobody")).toEqual([404, '"reads";r=0;t=60', '"reads";q=1;w=60']);
  expect(await limits("/v1/people/a")).toEqual([429, '"reads";r=0;t=60', '"reads";q=1;w=60']);
});

test("a call that does not verify counts for nobody and tells nothing of a quota", async () => {
  await using opened = await open({ reads: 1 });
  const { world } = opened;
  const forged = await world.send(await world.get({ keyid: key.keyid, key: makeKey() }));
  expect([forged.status, forged.headers.has("ratelimit")]).toEqual([401, false]);
  expect((await world.send(await world.get())).status).toBe(200);
});

test("the next minute is a new one", async () => {
  await using opened = await open({ reads: 1 });
  const { hub, world } = opened;
  expect((await world.send(await world.get())).status).toBe(200);
  expect((await world.send(await world.get())).status).toBe(429);
  hub.setNow(() => new Date(NOW.getTime() + 60_000));
  expect((await world.send(await world.get())).status).toBe(200);
});

test("replicas share one quota", async () => {
  await using first = await open({ reads: 10 });
  await using second = await open({ reads: 10 }, { origin: first.hub.origin });
  const atSecond = async () => second.world.send(replaceHeader(await first.world.get(), "Host", () => first.hub.host));
  const atFirst = async () => first.world.send(await first.world.get());
  const answers = await Promise.all(Array.from({ length: 30 }, (_, at) => (at % 2 === 0 ? atFirst() : atSecond())));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
});

test.each(["/v1/people/a", "/v1/agreements"])("old calls, sent again to %s, use up nothing", async (target) => {
  await using opened = await open({ reads: 2 });
  const { world } = opened;
  const old = await world.get({ target });
  expect((await world.send(old)).status).toBe(200);
  for (let replay = 0; replay < 5; replay += 1) {
    expect(said(await world.send(old))).toEqual({ status: 401, code: "signature-replayed" });
  }
  expect((await world.send(await world.get({ target }))).status).toBe(200);
  expect((await world.send(await world.get({ target }))).status).toBe(429);
});

test("the nonce comes before the quota: a replay is a replay, and a refused call is spent", async () => {
  await using opened = await open({ reads: 1 });
  const { world } = opened;
  const [answered, refused] = [await world.get(), await world.get()];
  expect((await world.send(answered)).status).toBe(200);
  expect((await world.send(refused)).status).toBe(429);
  expect(said(await world.send(answered))).toEqual({ status: 401, code: "signature-replayed" });
  expect(said(await world.send(refused))).toEqual({ status: 401, code: "signature-replayed" });
});

test("a repeated Idempotency-Key is a call like any other", async () => {
  await using opened = await open({ searches: 2 });
  const { world } = opened;
  const headers = postHeaders();
  const statuses = [];
  for (let call = 0; call < 3; call += 1) {
    statuses.push((await world.send(await world.post({ headers }))).status);
  }
  expect(statuses).toEqual([200, 200, 429]);
});

test("refused calls are one entry of the log a minute, and no entry each", async () => {
  const entries = async () => {
    const rows = await owner<{ entry: Buffer; detail: Buffer }[]>`
      select entry, detail from ledger.entry join ledger.entry_secret using (receipt_id) order by arrival`;
    return rows.map(({ entry, detail }) => ({
      entry: JSON.parse(entry.toString("utf8")),
      detail: JSON.parse(detail.toString("utf8")),
    }));
  };
  const before = (await entries()).length;
  {
    await using opened = await open({ reads: 1 });
    const calls = Array.from({ length: 8 }, async () => opened.world.send(await opened.world.get()));
    await Promise.all(calls);
    expect(await entries()).toHaveLength(before);
  }
  const [logged, ...more] = (await entries()).slice(before);
  expect(more).toEqual([]);
  expect(logged?.entry).toMatchObject({
    kind: "access.refused",
    agency: "hampshire-police",
    resource: "quota",
    decision_ref: "quota-exceeded",
  });
  expect(logged?.detail).toEqual({
    callClass: "reads",
    limit: 1,
    refused: 7,
    from: "2026-11-22T09:15:00.000Z",
    to: "2026-11-22T09:16:00.000Z",
  });
});

test("without its store the hub answers 503 and does nothing", async () => {
  await using opened = await open(undefined);
  await owner`alter table gateway.call_quota rename to call_quota_away`;
  try {
    const answer = await opened.world.send(await opened.world.get());
    expect(said(answer)).toEqual({ status: 503, code: "log-unavailable" });
    expect(answer.headers.get("retry-after")).toBe("5");
  } finally {
    await owner`alter table gateway.call_quota_away rename to call_quota`;
  }
  expect((await opened.world.send(await opened.world.get())).status).toBe(200);
});

test("a stream is one call, however long it lasts", async () => {
  const frames = ["one", "two", "three"].map((word) => Buffer.from(`data: ${word}\n\n`));
  const stream = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const frame = frames.shift();
        return frame === undefined ? controller.close() : controller.enqueue(frame);
      },
    });
  await using opened = await open({ reads: 2 }, { stream });
  const { world } = opened;
  expect((await world.send(await world.get({ target: "/v1/events/stream" }))).status).toBe(200);
  expect((await world.send(await world.get())).status).toBe(200);
  expect((await world.send(await world.get())).status).toBe(429);
});
