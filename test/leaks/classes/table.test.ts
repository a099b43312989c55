import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createGatewayApp, type GatewayDependencies, SIGNED_ROUTES } from "#gateway/app.ts";
import { CLASSES } from "./classes.ts";
import { OUTLETS } from "./outlets.ts";
import { renderTable } from "./render-table.ts";

const TABLE = new URL("table.md", import.meta.url);
const named = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;

test("every route of the gateway is a way out that the classes decide on, and nothing else is", () => {
  // Asked for its routes and never served, so that the rest of what it needs is not there.
  const dependencies = {
    origin: "https://hub.example",
    scheme: { schemeId: "x", title: "x", agencies: [], officers: [], precedence: [] },
    keys: {},
    clock: { now: () => new Date(0) },
    bus: { options: {}, info: {} },
  };
  const { routes } = createGatewayApp(dependencies as unknown as GatewayDependencies);
  const routed = new Set(routes.filter(({ method }) => method !== "ALL").map(named));

  expect([...OUTLETS].sort()).toEqual([...routed].sort());
  expect(SIGNED_ROUTES.map(named).filter((route) => !OUTLETS.some((outlet) => outlet === route))).toEqual([]);
});

test("there are the eighteen classes of the catalogue", () => {
  expect(CLASSES.map(({ id }) => id)).toEqual(Array.from({ length: 18 }, (_, place) => `L${place + 1}`));
});

test.each(CLASSES)("$id has one decision for every way out", ({ checks, doesNotApply }) => {
  const decided = [...Object.keys(checks), ...Object.values(doesNotApply).flat()];
  expect(decided.sort()).toEqual([...OUTLETS].sort());
});

test.each(CLASSES)("$id can fail, and only where it is tried", ({ checks, broken }) => {
  const seenAt = Object.values(broken).flatMap((fault) => fault.seenAt);
  expect(seenAt.length).toBeGreaterThan(0);
  expect(seenAt.filter((outlet) => checks[outlet] === undefined)).toEqual([]);
});

test("the page of decisions is the one that is committed", () => {
  const page = renderTable(CLASSES);
  if (process.env["LEAKS_WRITE"] === "1") {
    writeFileSync(TABLE, page);
  }
  expect(readFileSync(TABLE, "utf8")).toBe(page);
});
