import { REFERRAL_STEP_TAKEN } from "../door/referral-calls.ts";
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
import type { Probe } from "./probe.ts";

export type Sweep = (probe: Probe) => Promise<readonly string[]>;

const cursors: Cursors = new Map();
const nobody = "00000000-0000-4000-8000-000000000000";
const subscription = { body: { scope: { kind: "all-registered" } }, headers: { "if-none-match": "*" } };

/** One entry for each way out of the gateway, in the order in which they are swept. A route without one fails the build. */
export const OUTLETS: Readonly<Record<string, Sweep>> = {
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
