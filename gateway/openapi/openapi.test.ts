import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { createGatewayApp, type GatewayDependencies, SIGNED_ROUTES } from "../app.ts";
import { docsPage } from "./docs-page.ts";
import { openApiDocument } from "./openapi-document.ts";
import { PUBLIC_DOCUMENTS, SIGNED_DOCUMENTS, templated } from "./route-documents.ts";

const ORIGIN = "https://hub.example";
const document = openApiDocument(ORIGIN, SIGNED_ROUTES);
const named = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;

/** Nothing here is called: the app is only asked which routes it has. */
const app = createGatewayApp({
  origin: ORIGIN,
  scheme: { schemeId: "x", title: "x", agencies: [], officers: [], precedence: [] },
  keys: {},
  clock: { now: () => new Date(0) },
  bus: { options: {}, info: {} },
} as unknown as GatewayDependencies);
const routed = app.routes.filter(({ method }) => method !== "ALL").map(named);

test("every route is documented, and everything documented is a route", () => {
  const documented = [...PUBLIC_DOCUMENTS, ...SIGNED_DOCUMENTS].map(named);
  expect(routed.toSorted()).toEqual(documented.toSorted());
});

test("every route below /v1 takes signed calls alone, but for the hub's clock and keys", () => {
  const open = PUBLIC_DOCUMENTS.map(named).filter((route) => route.includes("/v1/"));
  expect(open.toSorted()).toEqual(["GET /v1/keys", "GET /v1/time"]);
  const signed = SIGNED_ROUTES.map(named);
  expect(routed.filter((route) => route.includes("/v1/") && !open.includes(route)).toSorted()).toEqual(
    signed.toSorted(),
  );
});

test("every parameter that a route reads is documented, and no other", () => {
  const documented = SIGNED_DOCUMENTS.map((one) => [named(one), (one.query ?? []).map(({ name }) => name).toSorted()]);
  const read = SIGNED_ROUTES.map((one) => [named(one), [...(one.query ?? [])].toSorted()]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(read));
});

test("every reference leads somewhere in the document", () => {
  const text = JSON.stringify(document);
  for (const [, reference = ""] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
    const target = reference
      .slice(2)
      .split("/")
      .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
    expect(target, reference).toBeDefined();
  }
});

test("every schema of what crosses the gateway is in it, and used", () => {
  const files = readdirSync(join(packageRoot(), "schemas", "exchanges")).map((name) => name.split(".")[0] ?? "");
  const { schemas } = document["components"] as { schemas: Record<string, unknown> };
  const text = JSON.stringify(document["paths"]);
  for (const name of files) {
    expect(schemas, name).toHaveProperty(name);
    // An update and an approval are payloads of a JWS, which no media type of OpenAPI says.
    expect(["update", "approval"].includes(name) || text.includes(`#/components/schemas/${name}"`), name).toBe(true);
  }
});

test("signed routes ask for the headers their profile needs", () => {
  const paths = document["paths"] as Record<string, Record<string, { parameters: { name: string; in: string }[] }>>;
  const headers = paths["/v1/searches"]?.["post"]?.parameters.filter((one) => one.in === "header");
  expect(headers?.map(({ name }) => name)).toEqual(["Hub-Actor", "Hub-Purpose", "Hub-Agreement", "Idempotency-Key"]);
});

test("the page to read has every route and no script, and takes nothing from elsewhere", () => {
  const page = docsPage(SIGNED_ROUTES);
  for (const { path } of SIGNED_ROUTES) {
    expect(page).toContain(templated(path));
  }
  expect(page).toContain("/v1/people/{personId}");
  expect(page).not.toMatch(/\/:|`/);
  expect(page).not.toMatch(/<script|<link|<img|@import|src=/);
});

test("every signed route says when a caller who made too many calls may go on", () => {
  const paths = document["paths"] as Record<
    string,
    Record<string, { responses: Record<string, { headers?: object }> }>
  >;
  for (const { method, path } of SIGNED_ROUTES) {
    const answer = paths[templated(path)]?.[method.toLowerCase()]?.responses["429"];
    expect(Object.keys(answer?.headers ?? {}), `${method} ${path}`).toContain("Retry-After");
  }
});
