import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { validateExchange } from "#schemas/validate.ts";
import { type GatewayAtWork, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";

let hub: GatewayAtWork;

beforeAll(async () => {
  hub = await startGatewayAtWork();
});
afterAll(() => hub[Symbol.asyncDispose]());

const get = async (path: string) => {
  const answer = await fetch(`${hub.origin}${path}`);
  const type = answer.headers.get("content-type") ?? "";
  return { status: answer.status, type, body: type.includes("json") ? await answer.json() : await answer.text() };
};

test.each(["/v1/people/x", "/v1/agreements", "/v1/receipts/x", "/v1/events/stream"])(
  "%s needs a signature",
  async (path) => {
    expect(await get(path)).toMatchObject({ status: 401, body: { code: "signature-missing" } });
  },
);

test.each(["/nothing", "/v1/nothing", "/v1/people", "/v1"])("there is nothing at %s", async (path) => {
  expect(await get(path)).toMatchObject({ status: 404, type: "application/problem+json", body: { code: "not-found" } });
});

test("the hub says that it lives, what time it has, and which keys it signs with", async () => {
  expect(await get("/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
  expect(await get("/readyz")).toMatchObject({ status: 200, body: { status: "ok" } });
  expect((await get("/v1/time")).body).toEqual({ time: NOW.toISOString() });
  const { body } = await get("/v1/keys");
  expect(validateExchange("keys", body)).toMatchObject({ valid: true });
  expect((body as Exchanges["keys"]).keys.map((key) => key.hub_use)).toEqual(["response", "event", "log", "policy"]);
  expect(JSON.stringify(body)).not.toContain('"d"');
});

test("the reference is there, for machines and for people", async () => {
  expect((await get("/openapi.json")).body).toMatchObject({ openapi: "3.1.0", servers: [{ url: hub.origin }] });
  expect(await get("/docs")).toMatchObject({ status: 200, type: expect.stringContaining("text/html") });
});

test("an agency sees its own agreements and no other", async () => {
  const list = async (agencyId: string) => {
    const { body } = await hub.client(agencyId).call("GET", "/v1/agreements", { actor: "x" });
    expect(validateExchange("agreements-answer", body)).toMatchObject({ valid: true });
    return (body as Exchanges["agreements-answer"]).agreements.map(({ id }) => id);
  };
  expect(await list("hampshire-police")).toEqual(["solent-iom", "solent-substance-misuse"]);
  expect(await list("solent-housing")).toEqual(["solent-iom"]);
});
