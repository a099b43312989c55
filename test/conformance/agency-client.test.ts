import { afterAll, beforeAll, expect, test } from "vitest";
import { type AgencyClient, createAgencyClient } from "#gateway/client/agency-client.ts";
import { signBytes } from "#gateway/client/http-signature/signature-algorithms.ts";
import type { Update } from "#gateway/client/verify-update.ts";
import { startTestServers, type TestServers } from "../servers.ts";
import { startBetween } from "./between.ts";
import { makeKey } from "./compose-call.ts";
import { NOW, type SmallHub, startSmallHub } from "./small-hub.ts";

const AS = { actor: "u-7f3c9a", purpose: "iom-case-management" } as const;

let servers: TestServers;
let hub: SmallHub;
let client: AgencyClient;
/** What the hub's stream sends, one list for each connection. */
let connections: string[][] = [];

beforeAll(async () => {
  servers = await startTestServers({ migrations: ["ledger", "core", "gateway"] });
  hub = await startSmallHub({
    databaseUrl: servers.databaseUrlFor("hub_gateway"),
    stream: () => streamOf(connections.shift() ?? []),
  });
  client = clientWith(await hub.enrol(makeKey(), "hampshire-police"));
});

afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  await servers?.[Symbol.asyncDispose]();
});

function clientWith({ keyid, privateJwk }: ReturnType<typeof makeKey>, origin = hub.origin): AgencyClient {
  return createAgencyClient({ origin, keyid, privateJwk, now: () => NOW });
}

function streamOf(lines: readonly string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const line of lines) {
        controller.enqueue(Buffer.from(line));
      }
      controller.close();
    },
  });
}

async function jws(sequence: number, { typ = "iom-hub-event+jws", key = hub.eventKey } = {}): Promise<string> {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const header = encode({ alg: "Ed25519", kid: key.keyid, typ });
  const payload = encode({
    specversion: "1.0",
    id: `update-${sequence}`,
    type: "hub.person.updated",
    time: NOW.toISOString(),
    sequence: String(sequence),
    data: { mode: "notify" },
  });
  const signature = await signBytes(
    { algorithm: "ed25519", privateKey: key.privateKey },
    Buffer.from(`${header}.${payload}`),
  );
  return `${header}.${payload}.${signature.toString("base64url")}`;
}

const event = (id: string, data: string) => `id: ${id}\ndata: ${data}\n\n`;

async function firstUpdates(count: number, lastEventId?: string): Promise<readonly Update[]> {
  const stop = new AbortController();
  const updates: Update[] = [];
  const options = { ...AS, signal: stop.signal, ...(lastEventId === undefined ? {} : { lastEventId }) };
  for await (const update of client.follow("/v1/events/stream", options)) {
    updates.push(update);
    if (updates.length === count) {
      stop.abort();
    }
  }
  return updates;
}

test("a call is signed, answered, and its answer verified", async () => {
  const answer = await client.call("GET", "/v1/people/a?fields=x%2Cy", AS);
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ caller: "hampshire-police", actor: "u-7f3c9a", query: [["fields", "x,y"]] });
  expect(answer.headers["hub-log-entry"]).toBe(
    `origin="hub.example/log/2026", index=12, leaf=:${Buffer.alloc(32, 7).toString("base64")}:`,
  );
});

test("a body of JSON arrives as it was signed, under keys of all three kinds", async () => {
  for (const algorithm of ["ed25519", "ecdsa-p256-sha256", "ecdsa-p384-sha384"] as const) {
    const one = clientWith(await hub.enrol(makeKey(algorithm), "hampshire-police"));
    const body = { match: { "identity.lastName": "Marsh" } };
    expect((await one.call("POST", "/v1/searches", { ...AS, body })).body).toEqual({ echo: body });
  }
});

test("a refusal made after the signature verified is a signed answer like any other", async () => {
  const answer = await client.call("GET", "/v1/people/nobody", AS);
  expect(answer.status).toBe(404);
  expect(answer.body).toMatchObject({ code: "not-found", type: `${hub.origin}/problems/not-found` });
});

test("a failure in the hub is answered, signed, and says nothing of itself", async () => {
  const answer = await client.call("GET", "/v1/broken", { actor: AS.actor });
  expect(answer.status).toBe(500);
  expect(Object.keys(answer.body ?? {})).toEqual(["type", "title", "status", "code", "request_id"]);
});

test("handlers see none of the headers that a caller sends", async () => {
  expect((await client.call("GET", "/v1/agreements", { actor: AS.actor })).body).toEqual({ seen: [] });
});

test("what a hub says before it knows the caller is handed on as nobody's word", async () => {
  await expect(clientWith(makeKey()).call("GET", "/v1/agreements", { actor: "a" })).rejects.toMatchObject({
    code: "signature-missing",
    unverified: { status: 401, body: expect.stringContaining('"key-not-accepted"') },
  });
});

test("an answer altered between the hub and the client is refused", async () => {
  await using between = await startBetween();
  await using behind = await startSmallHub({
    databaseUrl: servers.databaseUrlFor("hub_gateway"),
    origin: between.origin,
  });
  between.passTo(behind.port);
  const there = clientWith(await behind.enrol(makeKey(), "hampshire-police"), between.origin);
  expect((await there.call("GET", "/v1/agreements", { actor: "a" })).body).toEqual({ seen: [] });
  between.alter("seen", "sent");
  await expect(there.call("GET", "/v1/agreements", { actor: "a" })).rejects.toMatchObject({
    code: "content-digest-mismatch",
  });
  between.alter("HTTP/1.1 200", "HTTP/1.1 404");
  await expect(there.call("GET", "/v1/agreements", { actor: "a" })).rejects.toMatchObject({
    code: "signature-invalid",
  });
});

test("updates are followed across connections, from the cursor of the last", async () => {
  connections = [
    ["retry: 1\n\n", ": heartbeat\n\n", event("c1", await jws(1)), event("c2", await jws(2))],
    ["retry: 1\n\n", event("c2", await jws(2)), "event: checkpoint\ndata: note\n\n", event("c3", await jws(3))],
  ];
  const updates = await firstUpdates(4);
  expect(updates.map(({ id, cursor, sequence }) => [id, cursor, sequence])).toEqual([
    ["update-1", "c1", "1"],
    ["update-2", "c2", "2"],
    ["update-2", "c2", "2"],
    ["update-3", "c3", "3"],
  ]);
});

test.each([
  ["a gap in the sequence", async () => [event("c1", await jws(1)), event("c3", await jws(3))], "update-sequence-gap"],
  ["another type", async () => [event("c1", await jws(1, { typ: "JWT" }))], "update-malformed"],
  ["the response key", async () => [event("c1", await jws(1, { key: hub.responseKey }))], "key-not-accepted"],
  ["a changed letter", async () => [event("c1", (await jws(1)).replace(/\.e/, ".f"))], "signature-invalid"],
  ["no signature", async () => [event("c1", "e30.e30.")], "update-malformed"],
  ["JSON that nobody signed", async () => [event("c1", '{"id":"x"}')], "update-malformed"],
])("a stream with %s ends in a refusal", async (_what, lines, code) => {
  connections = [await lines()];
  await expect(firstUpdates(9)).rejects.toMatchObject({ code });
});

test("a stream that the hub refuses says why", async () => {
  const stop = new AbortController();
  const updates = client.follow("/v1/nothing-here", { ...AS, signal: stop.signal });
  await expect(updates[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: "AnswerRefused" });
  const refused = client.follow("/v1/people/nobody", { ...AS, signal: stop.signal });
  await expect(refused[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: "StreamRefused", status: 404 });
});
