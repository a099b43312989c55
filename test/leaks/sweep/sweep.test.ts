import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGatewayApp, type GatewayDependencies } from "#gateway/app.ts";
import type { OracleRule } from "../oracle/agreement.ts";
import type { OracleWorld } from "../oracle.ts";
import { type CanaryHub, startCanaryHub } from "./canary-hub.ts";
import { OUTLETS } from "./outlets.ts";
import { sweepPeople } from "./outlets-of-people.ts";
import { plantPeople } from "./planted-people.ts";
import { leaksIn, type Probe, probeFor } from "./probe.ts";

/** Thousands of signed calls; other tests may be running beside them. */
const SWEEP_TIMEOUT_MS = 600_000;

describe("the canary sweep", () => {
  let hub: CanaryHub;
  let probe: Probe;

  beforeAll(async () => {
    hub = await startCanaryHub();
    probe = probeFor(hub, await plantPeople(hub.core, hub.stage.hub.scheme));
  }, 120_000);

  afterAll(async () => {
    await hub?.[Symbol.asyncDispose]();
  });

  test("has an entry for every route of the gateway, and none for a route that is gone", () => {
    expect(
      Object.keys(OUTLETS)
        .filter((outlet) => outlet.includes(" /"))
        .sort(),
    ).toEqual(routesOf(hub));
  });

  test.each(Object.entries(OUTLETS))(
    "%s lets out what the oracle allows and nothing else",
    async (_, sweep) => {
      expect(summary(await sweep(probe))).toEqual([]);
    },
    SWEEP_TIMEOUT_MS,
  );

  test("leaves nothing of anybody in the logs of any part or in the pointers on the bus", () => {
    const ids = new Set(probe.people.map(({ personId }) => personId));
    expect(hub.inside().length).toBeGreaterThan(1_000);
    expect(summary(leaksIn(probe, hub.inside(), ids))).toEqual([]);
  });

  test("would notice an engine that gives more, and one that gives less", async () => {
    const officers = hub.stage.hub.scheme.officers.filter(({ actor }) => actor === "hous-01");
    // Not the first, whose every value has been changed since.
    const [, person] = probe.people;
    const readAgainst = (change: (rule: OracleRule) => readonly OracleRule[]) =>
      sweepPeople(
        { ...probe, hub: { ...hub, world: worldWith(hub, change) }, people: person ? [person] : [] },
        officers,
      );

    const more = await readAgainst((rule) => (rule.kind === "permit" ? [] : [rule]));
    const less = await readAgainst((rule) => [
      { ...rule, grants: rule.grants.map(({ fields }) => ({ form: "full", fields })) },
    ]);

    expect(more.some((problem) => problem.includes("leaked"))).toBe(true);
    expect(less.some((problem) => problem.includes("never came"))).toBe(true);
  });
});

function worldWith({ world }: CanaryHub, change: (rule: OracleRule) => readonly OracleRule[]): OracleWorld {
  const agreements = world.agreements.map(({ document, status }) => ({
    document: { ...document, rules: document.rules.flatMap(change) },
    status,
  }));
  return { ...world, agreements };
}

function routesOf({ stage, bus }: CanaryHub): readonly string[] {
  const { sql, hub } = stage;
  // Asked for its routes and never served, so the rest of what it needs is not there.
  const dependencies = { sql, bus, clock: hub.clock, scheme: hub.scheme, origin: hub.origin, keys: {}, log: {} };
  const app = createGatewayApp(dependencies as unknown as GatewayDependencies);
  const routes = app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
  return [...new Set(routes)].sort();
}

/** Enough of what went wrong to see what it is. */
function summary(problems: readonly string[]): readonly string[] {
  const shown = problems.slice(0, 20);
  return problems.length > shown.length ? [...shown, `and ${problems.length - shown.length} more`] : shown;
}
