import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgencyKey } from "#gateway/caller/agency-keys.ts";
import { CALL_CHECKS, type CallChecks } from "#gateway/caller/call-checks.ts";
import { isRefusal } from "#gateway/caller/refusal.ts";
import { verifyCall } from "#gateway/caller/verify-call.ts";
import { readWireRequest } from "#gateway/caller/wire-request.ts";
import { verifyKeyOfJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { startTestServers, type TestServers } from "../servers.ts";
import { KEYS, ONE_CHECK_ATTACKS } from "./attacks/one-check-attacks.ts";
import { makeWorld, type World } from "./attacks/world.ts";
import { makeKey, type TestKey, type WireCall } from "./compose-call.ts";
import { NOW, ROUTES, type SmallHub, startSmallHub } from "./small-hub.ts";

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
    quota: drop(CALL_CHECKS.quota),
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
    servers = await startTestServers({ migrations: ["ledger", "core", "gateway"] });
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
    const attacked = [...ONE_CHECK_ATTACKS.map(([name]) => name), "trailers-absent", "digest-matches", "quota-left"];
    expect(allNames.filter((name) => !attacked.includes(name))).toEqual([]);
    expect(attacked.filter((name) => !allNames.includes(name))).toEqual([]);
  });

  test("a call with no fault passes", async () => {
    expect(await outcome(await world.get(), CALL_CHECKS)).toBe("through");
    expect(await outcome(await world.post(), CALL_CHECKS)).toBe("through");
  });

  test.each(ONE_CHECK_ATTACKS)("%s stops %s", async (name, _attack, gets, make) => {
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

    test("quota-left stops a call beyond the agency's quota", async () => {
      const answersWith = async (checks: CallChecks) => {
        const databaseUrl = servers.databaseUrlFor("hub_gateway");
        await using open = await startSmallHub({ databaseUrl, checks, callsPerMinute: { searches: 1 } });
        const key = await open.enrol(makeKey(), "hampshire-police");
        const there = makeWorld(open, { key, p256: key, housing: key });
        // The one search of this minute may have been made by the test before.
        await there.send(await there.post());
        return (await there.send(await there.post())).status;
      };
      expect([await answersWith(CALL_CHECKS), await answersWith(without("quota-left"))]).toEqual([429, 200]);
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
