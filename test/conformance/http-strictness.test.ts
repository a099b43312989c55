import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServers, type TestServers } from "../servers.ts";
import { makeWorld, type World } from "./attacks/world.ts";
import { makeKey, withHeader } from "./compose-call.ts";
import { sendBytes } from "./send-raw.ts";
import { type SmallHub, startSmallHub } from "./small-hub.ts";

let servers: TestServers;
let hub: SmallHub;
let world: World;

beforeAll(async () => {
  servers = await startTestServers({ migrations: ["ledger", "core", "gateway"] });
  hub = await startSmallHub({ databaseUrl: servers.databaseUrlFor("hub_gateway") });
  const key = await hub.enrol(makeKey(), "hampshire-police");
  world = makeWorld(hub, { key, p256: key, housing: key });
});

afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  await servers?.[Symbol.asyncDispose]();
});

const raw = (...lines: readonly string[]) => sendBytes(hub.port, Buffer.from(lines.join("\r\n"), "latin1"));

test.each([
  [
    "headers beyond 16 KiB",
    () => raw("GET / HTTP/1.1", `Host: ${hub.host}`, `X: ${"x".repeat(17_000)}`, "", ""),
    431,
    "signature-too-large",
  ],
  ["a method in small letters", () => raw("get / HTTP/1.1", `Host: ${hub.host}`, "", ""), 400, "method-not-allowed"],
  ["a tunnel", () => raw("CONNECT other.example:443 HTTP/1.1", `Host: ${hub.host}`, "", ""), 400, "method-not-allowed"],
  [
    "a target with a control character",
    () => raw("GET /\u0001 HTTP/1.1", `Host: ${hub.host}`, "", ""),
    400,
    "target-not-canonical",
  ],
  [
    "a backslash, on a page that is open to all",
    () => raw("GET /v1\\keys HTTP/1.1", `Host: ${hub.host}`, "", ""),
    400,
    "target-not-canonical",
  ],
  [
    "a dot segment, on a page that is open to all",
    () => raw("GET /v1/x/../keys HTTP/1.1", `Host: ${hub.host}`, "", ""),
    400,
    "target-not-canonical",
  ],
  ["an asterisk", () => raw("OPTIONS * HTTP/1.1", `Host: ${hub.host}`, "", ""), 400, "target-not-canonical"],
  [
    "an expectation that nobody knows",
    () => raw("GET /v1/keys HTTP/1.1", `Host: ${hub.host}`, "Expect: a-miracle", "", ""),
    400,
    "http-malformed",
  ],
  ["no HTTP at all", () => raw("hello", "", ""), 400, "method-not-allowed"],
])("%s is answered with a problem, and the connection closed", async (_what, send, status, code) => {
  const answer = await send();
  expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
  expect(answer.headers.get("connection")).toBe("close");
});

test("a header past the number that Node counts by itself is seen like any other", async () => {
  const call = await world.get();
  const many = Array.from({ length: 2100 }, (_, at) => [`X${at}`, "1"] as const);
  const answer = await world.send({ ...call, headers: [...many, ...call.headers, ["Hub-Actor", '"other"']] });
  expect([answer.status, answer.code]).toEqual([400, "header-duplicated"]);
});

test("a body that waits to be asked for is asked for only when the signature verified", async () => {
  const good = withHeader(await world.post(), "Expect", "100-continue");
  expect((await world.send(good)).status).toBe(200);
  const bad = withHeader(await world.post({ sign: async () => Buffer.alloc(64, 1) }), "Expect", "100-continue");
  const head = [`POST ${bad.target} HTTP/1.1`, ...bad.headers.map(([name, value]) => `${name}: ${value}`)].join("\r\n");
  const said = await new Promise<string>((resolve) => {
    const socket = connect(hub.port, "127.0.0.1", () => socket.write(`${head}\r\n\r\n`));
    socket.once("data", (chunk: Buffer) => {
      socket.destroy();
      resolve(chunk.toString("latin1"));
    });
  });
  expect(said).toMatch(/^HTTP\/1\.1 401 /);
});

test("SIG-01: a refusal says what a signature would have to cover", async () => {
  const answer = await raw(
    "POST /v1/searches HTTP/1.1",
    `Host: ${hub.host}`,
    "Content-Type: application/json",
    "Content-Length: 2",
    "Connection: close",
    "",
    "{}",
  );
  expect(answer.status).toBe(401);
  expect(answer.headers.get("accept-signature")).toBe(
    'hub=("@method" "@target-uri" "content-type" "content-digest" "hub-actor" "hub-purpose" "idempotency-key");created;tag="iom-hub-req-v1"',
  );
  expect(answer.headers.get("www-authenticate")).toBe(`Signature realm="${hub.host}", tag="iom-hub-req-v1"`);
  expect(answer.headers.has("signature")).toBe(false);
});

test("a coverage that is too small is told what was wanted", async () => {
  const answer = await world.send(await world.get({ covered: ['"@method"'] }));
  expect(JSON.parse(answer.body)).toMatchObject({
    code: "coverage-insufficient",
    hint: 'not covered: "@target-uri" "hub-actor" "hub-purpose"',
    expected_coverage: '"@method" "@target-uri" "hub-actor" "hub-purpose"',
  });
});

test("a stale call is told the time of the hub", async () => {
  const answer = await world.send(await world.get({ created: "1" }));
  expect(JSON.parse(answer.body)).toMatchObject({ code: "signature-stale", hub_time: "2026-11-22T09:15:00Z" });
});

test.each([
  ["unknown", async () => makeKey()],
  ["expired", () => hub.enrol(makeKey(), "hampshire-police", { notAfter: new Date("2026-11-21T12:00:00Z") })],
  ["an officer's", () => hub.enrol(makeKey(), "hampshire-police", { use: "officer" })],
])("a key that is %s gets the same words as any that is not accepted", async (_what, make) => {
  const { body } = await world.send(await world.get({ key: await make() }));
  const { request_id: requestId, ...rest } = JSON.parse(body);
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(rest).toEqual({
    type: `${hub.origin}/problems/key-not-accepted`,
    title: "The key is not accepted.",
    status: 401,
    code: "key-not-accepted",
    hint: "the key is not accepted for this call",
  });
});

test("a path that is known by another method says which, and one that is not known says nothing", async () => {
  const other = await world.send(await world.get({ method: "DELETE", target: "/v1/agreements", headers: [] }));
  expect([other.status, other.code, other.headers.get("allow")]).toEqual([405, "method-not-allowed", "GET"]);
  const unknown = await world.send(await world.get({ target: "/v0/agreements", headers: [] }));
  expect([unknown.status, unknown.code]).toEqual([404, "not-found"]);
});
