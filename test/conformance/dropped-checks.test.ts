import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgencyKey } from "#gateway/caller/agency-keys.ts";
import { CALL_CHECKS, type CallChecks } from "#gateway/caller/call-checks.ts";
import { isRefusal } from "#gateway/caller/refusal.ts";
import { verifyCall } from "#gateway/caller/verify-call.ts";
import { readWireRequest } from "#gateway/caller/wire-request.ts";
import { verifyKeyOfJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { startTestServers, type TestServers } from "../servers.ts";
import { makeWorld, NOW_SECONDS, type World } from "./attacks/world.ts";
import { makeKey, replaceHeader, sha256, type TestKey, type WireCall, withHeader } from "./compose-call.ts";
import { NOW, ROUTES, type SmallHub, startSmallHub } from "./small-hub.ts";

/** What the attack gets when nothing but the named check is gone: through, or a wrong answer of another check. */
type Gets = "through" | string;
type Dropped = readonly [check: string, attack: string, gets: Gets, make: (world: World) => Promise<WireCall>];

const PERSONAL = ['"hub-actor"', '"hub-purpose"'];
const GET = ['"@method"', '"@target-uri"', ...PERSONAL];
const POST = ['"@method"', '"@target-uri"', '"content-type"', '"content-digest"', '"idempotency-key"', ...PERSONAL];
const KEY = '"0b7e1f3a-6f7e-4d55-8f57-2f4f5d1f0a11"';
const withDigest = (type: string, digest: string) => ({
  headers: [
    ["Content-Type", type],
    ["Content-Digest", digest],
    ["Idempotency-Key", KEY],
    ["Hub-Actor", '"u-1"'],
    ["Hub-Purpose", "iom-case-management"],
  ] as const,
});
const header = (name: string, value: string) => async (world: World) => withHeader(await world.get(), name, value);

const DROPPED: readonly Dropped[] = [
  ["header-bytes", "a Latin-1 letter in a header nobody reads", "through", header("X-Note", "\u00e9")],
  [
    "framing",
    "two framings of one body",
    "through",
    async (w) => withHeader(await w.post(), "Transfer-Encoding", "chunked"),
  ],
  ["method-known", "a method in small letters", "method-not-allowed", (w) => w.get({ method: "get" })],
  ["host-once", "a second Host", "through", header("Host", "other.example")],
  [
    "target-origin",
    "a target on another host",
    "target-not-canonical",
    async (w) => ({ ...(await w.get()), target: "http://other.example/v1/agreements" }),
  ],
  ["target-canonical", "a dot segment as a person id", "through", (w) => w.get({ target: "/v1/people/.." })],
  ["query-once", "a parameter given twice", "through", (w) => w.get({ target: "/v1/people/a?id=1&id=2" })],
  [
    "host-is-ours",
    "a call for another host",
    "through",
    async (w) => replaceHeader(await w.get(), "Host", () => "other.example"),
  ],
  ["headers-once", "a second actor that was not signed", "through", header("Hub-Actor", '"somebody-else"')],
  ["no-authorization", "a second way to say who calls", "through", header("Authorization", "Bearer x")],
  ["headers-allowed", "a method override", "through", header("X-HTTP-Method-Override", "DELETE")],
  [
    "header-values",
    "a person's name as actor",
    "through",
    (w) =>
      w.get({
        headers: [
          ["Hub-Actor", '"Dana Marsh"'],
          ["Hub-Purpose", "iom-case-management"],
        ],
      }),
  ],
  [
    "no-trailers",
    "trailers announced",
    "through",
    async (w) => withHeader(await w.post(), "Trailer", "Content-Digest"),
  ],
  [
    "no-content-encoding",
    "a compressed body",
    "through",
    async (w) => withHeader(await w.post(), "Content-Encoding", "gzip"),
  ],
  ["content-expected", "a body on a read", "through", header("Content-Length", "2")],
  [
    "content-size",
    "a body said to be too large",
    "through",
    async (w) => replaceHeader(await w.post(), "Content-Length", () => "1048577"),
  ],
  ["media-type", "a form", "through", (w) => w.post(withDigest("text/plain", sha256('{"match":{}}')))],
  ["digest-form", "md5", "through", (w) => w.post(withDigest("application/json", "md5=:1B2M2Y8AsgTpgAmY7PhCfg==:"))],
  ["signature-sizes", "a label of 2000 letters", "through", (w) => w.get({ label: "h".repeat(2000) })],
  [
    "one-member",
    "a second member",
    "through",
    async (w) => replaceHeader(await w.get(), "Signature", (v) => `${v}, evil=:AA==:`),
  ],
  [
    "labels-agree",
    "a signature under another label",
    "through",
    async (w) => replaceHeader(await w.get(), "Signature", (v) => `x${v}`),
  ],
  [
    "component-count",
    "17 components",
    "component-duplicated",
    (w) => w.get({ covered: [...GET, ...Array.from({ length: 13 }, () => '"@method"')] }),
  ],
  ["parameters-known", "a parameter of no meaning", "through", (w) => w.get({ moreParams: ";context=1" })],
  ["parameters-present", "no created", "through", (w) => w.get({ created: null })],
  ["parameter-types", "created as a string", "through", (w) => w.get({ created: `"${NOW_SECONDS}"` })],
  ["nonce-form", "a guessable nonce", "through", (w) => w.get({ nonce: "abcd" })],
  ["tag-is-request", "a signature made for something else", "through", (w) => w.get({ tag: "iom-hub-res-v1" })],
  ["not-stale", "a call of yesterday", "through", (w) => w.get({ created: String(NOW_SECONDS - 86_400) })],
  ["not-from-future", "a call of tomorrow", "through", (w) => w.get({ created: String(NOW_SECONDS + 86_400) })],
  ["not-expired", "a call that expired", "through", (w) => w.get({ moreParams: `;expires=${NOW_SECONDS - 1}` })],
  [
    "digest-sent",
    "no digest at all",
    "coverage-insufficient",
    async (w) => {
      const call = await w.post({ covered: POST.filter((name) => name !== '"content-digest"') });
      return { ...call, headers: call.headers.filter(([name]) => name !== "Content-Digest") };
    },
  ],
  [
    "no-component-parameters",
    "the digest by another serialisation",
    "through",
    (w) => w.post({ covered: POST.map((name) => (name === '"content-digest"' ? `${name};bs` : name)) }),
  ],
  [
    "components-known",
    "a component in capitals in place of the method",
    "coverage-insufficient",
    (w) => w.get({ covered: ['"@METHOD"', '"@target-uri"', ...PERSONAL] }),
  ],
  ["components-once", "a component covered twice", "through", (w) => w.get({ covered: [...GET, '"@method"'] })],
  [
    "components-sent",
    "a covered header taken away",
    "signature-invalid",
    (w) => w.get({ covered: [...GET, '"prefer"'] }),
  ],
  [
    "coverage-sufficient",
    "an actor added after signing",
    "through",
    async (w) => withHeader(await w.get({ target: "/v1/agreements", headers: [] }), "Hub-Actor", '"u-1"'),
  ],
  [
    "components-allowed",
    "the path beside the target",
    "signature-invalid",
    (w) => w.get({ covered: [...GET, '"@path"'] }),
  ],
  ["key-in-force", "a revoked key", "through", (w) => w.get({ key: KEYS.revoked })],
  ["key-in-time", "a key whose time is over", "through", (w) => w.get({ key: KEYS.over })],
  ["key-for-requests", "an officer's key", "through", (w) => w.get({ key: KEYS.officer })],
  ["key-of-environment", "a key of the sandbox", "through", (w) => w.get({ key: KEYS.sandbox })],
  ["algorithm-agrees", "another algorithm named", "through", (w) => w.get({ moreParams: ';alg="ecdsa-p256-sha256"' })],
  ["signature-valid", "a signature of nothing", "through", (w) => w.get({ sign: async () => Buffer.alloc(64, 1) })],
];

const KEYS = { honest: makeKey(), revoked: makeKey(), over: makeKey(), officer: makeKey(), sandbox: makeKey() };
const known = new Map<string, AgencyKey>(
  [
    agencyKey(KEYS.honest, {}),
    agencyKey(KEYS.revoked, { state: "revoked" }),
    agencyKey(KEYS.over, { notAfter: NOW }),
    agencyKey(KEYS.officer, { use: "officer" }),
    agencyKey(KEYS.sandbox, { environment: "sandbox" }),
  ].map((key) => [key.keyid, key]),
);

function agencyKey({ keyid, algorithm, publicJwk }: TestKey, more: Partial<AgencyKey>): AgencyKey {
  return {
    keyid,
    algorithm,
    publicKey: verifyKeyOfJwk(publicJwk)?.publicKey ?? fail(),
    agencyId: "hampshire-police",
    use: "request",
    state: "active",
    environment: "live",
    notBefore: new Date(0),
    notAfter: new Date("2030-01-01T00:00:00Z"),
    ...more,
  };
}

function fail(): never {
  throw new Error("the test's own key is not valid");
}

function without(name: string): CallChecks {
  const drop = <C extends { readonly name: string }>(checks: readonly C[]) =>
    checks.filter((check) => check.name !== name);
  return {
    wire: drop(CALL_CHECKS.wire),
    headers: drop(CALL_CHECKS.headers),
    parameters: drop(CALL_CHECKS.parameters),
    coverage: drop(CALL_CHECKS.coverage),
    key: drop(CALL_CHECKS.key),
    signature: drop(CALL_CHECKS.signature),
    content: drop(CALL_CHECKS.content),
  };
}

const allNames = Object.values(CALL_CHECKS).flatMap((checks) =>
  checks.map(({ name }: { readonly name: string }) => name),
);

describe("a check that is switched off lets its attack through", () => {
  let servers: TestServers;
  let hub: SmallHub;
  let world: World;

  beforeAll(async () => {
    servers = await startTestServers({ migrations: ["gateway"] });
    hub = await startSmallHub({ databaseUrl: servers.databaseUrlFor("hub_gateway") });
    world = makeWorld(hub, { key: KEYS.honest, p256: makeKey("ecdsa-p256-sha256"), housing: makeKey() });
  });

  afterAll(async () => {
    await hub?.[Symbol.asyncDispose]();
    await servers?.[Symbol.asyncDispose]();
  });

  async function outcome(call: WireCall, checks: CallChecks): Promise<string> {
    const rawHeaders = call.headers.flat();
    const wire = readWireRequest({ method: call.method, url: call.target, rawHeaders });
    const keys = { find: (keyid: string) => known.get(keyid) };
    const result = await verifyCall(wire, NOW, {
      origin: hub.origin,
      environment: "live",
      routes: ROUTES,
      keys,
      checks,
    });
    return isRefusal(result) ? `${result.code}${result.extra?.["allow"] === undefined ? "" : " here"}` : "through";
  }

  test("no check is without its attack", () => {
    const attacked = [...DROPPED.map(([name]) => name), "trailers-absent", "digest-matches"];
    expect(allNames.filter((name) => !attacked.includes(name))).toEqual([]);
    expect(attacked.filter((name) => !allNames.includes(name))).toEqual([]);
  });

  test("a call with no fault passes", async () => {
    expect(await outcome(await world.get(), CALL_CHECKS)).toBe("through");
    expect(await outcome(await world.post(), CALL_CHECKS)).toBe("through");
  });

  test.each(DROPPED)("%s stops %s", async (name, _attack, gets, make) => {
    const call = await make(world);
    const kept = await outcome(call, CALL_CHECKS);
    const dropped = await outcome(call, without(name));
    expect(kept).not.toBe("through");
    expect(dropped).not.toBe(kept);
    expect(dropped.replace(" here", "")).toBe(gets);
  });

  describe("once the body is read", () => {
    const body = '{"match":{}}';
    const swapped = async (w: World) => {
      const call = await w.post({ body });
      return { ...call, body: Buffer.from('{"match":[]}') };
    };
    const trailing = async (w: World) => {
      const call = await w.post({ body });
      const headers = call.headers.filter(([name]) => name !== "Content-Length");
      const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\nContent-Digest: x\r\n\r\n`;
      return { ...call, headers: [...headers, ["Transfer-Encoding", "chunked"] as const], body: Buffer.from(chunks) };
    };

    test.each([
      ["digest-matches", "a body swapped on the way", swapped],
      ["trailers-absent", "trailers that nobody announced", trailing],
    ] as const)("%s stops %s", async (name, _attack, make) => {
      await using open = await startSmallHub({
        databaseUrl: servers.databaseUrlFor("hub_gateway"),
        checks: without(name),
      });
      const key = await open.enrol(makeKey(), "hampshire-police");
      const there = makeWorld(open, { key, p256: key, housing: key });
      expect((await there.send(await make(there))).status).toBe(200);
      await hub.enrol(KEYS.honest, "hampshire-police");
      expect((await world.send(await make(world))).status).toBeGreaterThanOrEqual(400);
    });

    test("only the nonce store stops a replay", async () => {
      await hub.enrol(KEYS.honest, "hampshire-police");
      const call = await world.get();
      expect((await world.send(call)).status).toBe(200);
      expect((await world.send(call)).code).toBe("signature-replayed");
      await hub.sql`delete from gateway.nonce`;
      expect((await world.send(call)).status).toBe(200);
    });
  });
});
