import { Agent, createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { selfSignedCertificate } from "#test/self-signed-certificate.ts";
import { isPublicAddress } from "./detail-address.ts";
import { createDetailSource } from "./detail-source.ts";

const BODIES: Readonly<Record<string, { readonly status: number; readonly body: string }>> = {
  "/given": { status: 200, body: '{"crn":"X900001"}' },
  "/restricted": { status: 403, body: '{"userMessage":"You are excluded from viewing this record."}' },
  "/gone": { status: 404, body: "{}" },
  "/broken": { status: 500, body: "{}" },
  "/words": { status: 200, body: "good morning" },
  "/list": { status: 200, body: "[]" },
  "/prototype": { status: 200, body: '{"__proto__":{"admin":true}}' },
  "/endless": { status: 200, body: `{"a":"${"x".repeat(1024 * 1024)}"}` },
};

let server: Server;
let agent: Agent;
let port: number;
let asked: string[] = [];

beforeAll(async () => {
  const { key, cert } = selfSignedCertificate();
  server = createServer({ key: key.export({ type: "pkcs8", format: "pem" }), cert }, (request, response) => {
    asked.push(request.url ?? "");
    if (request.url === "/elsewhere") {
      response.writeHead(302, { location: "/given" }).end();
    } else if (request.url !== "/silent") {
      const { status, body } = BODIES[request.url ?? ""] ?? { status: 404, body: "" };
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  agent = new Agent({ ca: cert });
});

afterAll(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  asked = [];
});

const source = (...hosts: readonly string[]) => createDetailSource(hosts, { agent, timeoutMs: 300 });
const here = (path: string) => `https://127.0.0.1:${port}${path}`;

test("a detail is what the server answers", async () => {
  expect(await source(`127.0.0.1:${port}`).fetchDetail(here("/given"))).toEqual({
    kind: "detail-response",
    ref: here("/given"),
    detail: { status: 200, body: { crn: "X900001" } },
  });
});

test("a 403 is an answer, and what it says is not kept", async () => {
  expect(await source(`127.0.0.1:${port}`).fetchDetail(here("/restricted"))).toEqual({
    kind: "detail-response",
    ref: here("/restricted"),
    detail: { status: 403, body: null },
  });
});

test.each([
  ["/gone", 1],
  ["/broken", 1],
  ["/words", 1],
  ["/list", 1],
  ["/prototype", 1],
  ["/endless", 1],
  ["/elsewhere", 1],
  ["/silent", 2],
])("%s gives nothing, after being asked %i times and nothing else", async (path, times) => {
  const found = await source(`127.0.0.1:${port}`).fetchDetail(here(path));
  expect(found).toMatchObject({ code: "UNKNOWN_REFERENCE", kind: "error" });
  expect(asked).toEqual(Array.from({ length: times }, () => path));
});

test("a host that the scheme does not name is never asked", async () => {
  expect(await source("probation-api.example").fetchDetail(here("/given"))).toMatchObject({ kind: "error" });
  expect(await source().fetchDetail(here("/given"))).toMatchObject({ kind: "error" });
  expect(asked).toEqual([]);
});

test("a named host is never asked when its name points inwards", async () => {
  const url = `https://localhost:${port}/given`;
  expect(await source(`localhost:${port}`).fetchDetail(url)).toMatchObject({ code: "UNKNOWN_REFERENCE" });
  expect(asked).toEqual([]);
});

describe("addresses", () => {
  test.each(["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])("%s is out on the internet", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fd00::1",
    "fe80::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::a00:1",
    "not an address",
  ])("%s is not", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
