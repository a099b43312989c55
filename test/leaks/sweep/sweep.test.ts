import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGatewayApp, type GatewayDependencies } from "#gateway/app.ts";
import { REFERRAL_STEP_TAKEN } from "../door/referral-calls.ts";
import type { OracleRule } from "../oracle/agreement.ts";
import type { OracleWorld } from "../oracle.ts";
import { type CanaryHub, startCanaryHub } from "./canary-hub.ts";
import { OUTLETS_OF_AGREEMENTS } from "./outlets-of-agreements.ts";
import { sweepDisclosures, sweepDisclosuresOfOthers, sweepExplanations } from "./outlets-of-audit.ts";
import { sweepCaps, sweepLiftingCaps, sweepSettingCaps } from "./outlets-of-caps.ts";
import { sweepAudit, sweepEmergency } from "./outlets-of-emergency.ts";
import { sweepErasureNotices } from "./outlets-of-erasure.ts";
import { sweepEvaluation, sweepScores, sweepStatements } from "./outlets-of-evaluation.ts";
import { sweepMeetingStep, sweepPacks } from "./outlets-of-meetings.ts";
import { sweepCalls, sweepOpenly, sweepReceipts, sweepReviews } from "./outlets-of-nobody.ts";
import { sweepPeople, sweepSearches } from "./outlets-of-people.ts";
import { sweepRatingMoves, sweepReferrals, sweepViews } from "./outlets-of-ratings.ts";
import { OUTLETS_OF_TAG_HITS } from "./outlets-of-tag-hits.ts";
import { sweepTimers } from "./outlets-of-timers.ts";
import { type Cursors, sweepChange, sweepFirstUpdates } from "./outlets-of-updates.ts";
import { plantPeople } from "./planted-people.ts";
import { leaksIn, type Probe, probeFor } from "./probe.ts";

/** Thousands of signed calls; other tests may be running beside them. */
const SWEEP_TIMEOUT_MS = 300_000;

type Sweep = (probe: Probe) => Promise<readonly string[]>;

const cursors: Cursors = new Map();
const nobody = "00000000-0000-4000-8000-000000000000";
const subscription = { body: { scope: { kind: "all-registered" } }, headers: { "if-none-match": "*" } };

/** One entry for each way out of the gateway, in the order in which they are swept. A route without one fails the build. */
const OUTLETS: Readonly<Record<string, Sweep>> = {
  "GET /v1/people/:personId": sweepPeople,
  "POST /v1/searches": sweepSearches,
  "POST /v1/people/:personId/emergency-access": sweepEmergency,
  "PUT /v1/people/:personId/originator-caps": sweepSettingCaps,
  "GET /v1/people/:personId/originator-caps": sweepCaps,
  "DELETE /v1/people/:personId/originator-caps": sweepLiftingCaps,
  "GET /v1/people/:personId/timers": sweepTimers,
  "GET /v1/meetings/:id": sweepPacks,
  "POST /v1/meetings": sweepMeetingStep("/v1/meetings", () => ({ kind: "macc", startsAt: "2026-11-24T12:00:00Z" })),
  "POST /v1/meetings/:id/opening": sweepMeetingStep("/v1/meetings/:id/opening", () => ({})),
  "POST /v1/meetings/:id/attendance": sweepMeetingStep("/v1/meetings/:id/attendance", (personId) => ({
    agencyId: "solent-yot",
    actor: "yot-01",
    guest: { people: [personId], until: "2026-11-24T12:00:00Z" },
  })),
  "POST /v1/meetings/:id/decisions": sweepMeetingStep("/v1/meetings/:id/decisions", (personId) => ({
    personId,
    rationale: "Nothing is known of this",
    positions: [],
  })),
  "POST /v1/meetings/:id/closing": sweepMeetingStep("/v1/meetings/:id/closing", () => ({})),
  "GET /v1/people/:personId/rag": sweepViews("rag"),
  "GET /v1/people/:personId/case": sweepViews("case"),
  "GET /v1/people/:personId/referral": sweepViews("referral"),
  "POST /v1/referrals": sweepReferrals,
  "POST /v1/people/:personId/referral-steps": sweepRatingMoves("referral-steps", REFERRAL_STEP_TAKEN),
  // A way that leads on from nowhere: a move that is made would change whom the other sweeps ask about.
  "POST /v1/people/:personId/transitions": sweepRatingMoves("transitions", { to: "referred" }),
  "POST /v1/people/:personId/case-steps": sweepRatingMoves("case-steps", { kind: "report-opened" }),
  "POST /v1/people/:personId/rag-assessments": sweepRatingMoves("rag-assessments", { colour: "amber", view: "none" }),
  "POST /v1/people/:personId/reviews": sweepRatingMoves("reviews", { outcome: "commensurate" }),
  "GET /v1/events": (probe) => sweepFirstUpdates(probe, cursors),
  "GET /v1/events/stream": (probe) => sweepChange(probe, cursors),
  "GET /v1/links/reviews": sweepReviews,
  "POST /v1/links/reviews/:id/decision": sweepCalls([
    "POST",
    `/v1/links/reviews/${nobody}/decision`,
    { body: { decision: "unsure", reason: "Nothing is known of this" } },
  ]),
  "GET /v1/emergency-reviews": sweepAudit(["GET", "/v1/emergency-reviews"]),
  "POST /v1/emergency-reviews/:id/answer": sweepAudit([
    "POST",
    `/v1/emergency-reviews/${nobody}/answer`,
    { outcome: "justified", note: "Nothing is known of this" },
  ]),
  "GET /v1/emergency-notices": sweepAudit(["GET", "/v1/emergency-notices"]),
  "GET /v1/erasure-notices": sweepErasureNotices,
  "POST /v1/erasure-notices/:id/answer": sweepAudit([
    "POST",
    `/v1/erasure-notices/${nobody}/answer`,
    { outcome: "erased" },
  ]),
  ...OUTLETS_OF_TAG_HITS,
  "POST /v1/events": sweepCalls(["POST", "/v1/events", { body: { specversion: "1.0" } }]),
  "PUT /v1/subscriptions/:id": sweepCalls(["PUT", "/v1/subscriptions/swept", subscription]),
  "GET /v1/subscriptions/:id": sweepCalls(["GET", "/v1/subscriptions/default"], ["GET", "/v1/subscriptions/none"]),
  "DELETE /v1/subscriptions/:id": sweepCalls(["DELETE", "/v1/subscriptions/swept"]),
  "GET /v1/agreements": sweepCalls(["GET", "/v1/agreements"]),
  "GET /v1/evaluation": sweepEvaluation,
  "POST /v1/evaluation/statements": sweepStatements,
  "POST /v1/evaluation/reconviction-scores": sweepScores,
  "GET /v1/audit/disclosures": sweepDisclosures,
  "GET /v1/audit/disclosures/:receiptId": sweepDisclosuresOfOthers,
  "POST /v1/agreements/:id/explanations": sweepExplanations,
  ...OUTLETS_OF_AGREEMENTS,
  "GET /v1/receipts/:id": sweepReceipts,
  "GET /v1/keys": sweepOpenly("/v1/keys"),
  "GET /v1/time": sweepOpenly("/v1/time"),
  "GET /healthz": sweepOpenly("/healthz"),
  "GET /readyz": sweepOpenly("/readyz"),
  "GET /openapi.json": sweepOpenly("/openapi.json"),
  "GET /docs": sweepOpenly("/docs"),
  "a path that is no route": sweepCalls(["GET", "/v1/everything"], ["POST", "/v1/people", { body: {} }]),
};

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
