import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { requestEvidence } from "../disclosure/record-refusal.ts";
import { requireRole } from "../disclosure/require-role.ts";
import { once } from "../idempotency.ts";
import { logConsultation } from "../log-consultation.ts";
import { isId } from "../people/pairwise-ids.ts";
import { readBody } from "../read-body.ts";
import { answerReview, lockReview, type OwedReview, type ReviewAnswer, readOwedReviews } from "./emergency-store.ts";

const profile = { personal: true, claimsNonce: true } as const;
export const LIST_EMERGENCY_REVIEWS: RouteProfile = {
  ...profile,
  method: "GET",
  path: "/v1/emergency-reviews",
  content: "none",
  idempotent: false,
};
export const ANSWER_EMERGENCY_REVIEW: RouteProfile = {
  ...profile,
  method: "POST",
  path: "/v1/emergency-reviews/:id/answer",
  content: "json",
  idempotent: true,
  contentMax: 16_384,
};

const REVIEWS_MAX = 200;

/** Data protection officers, and who supervises those who may open access (domain handbook section 4). */
export const EMERGENCY_REVIEWERS = {
  roles: ["dpo", "iomInspector", "iomSergeant", "spo"],
  purposes: ["emergency", "dpo-audit"],
} as const;

/** Every opening of emergency access owes a review by somebody of the same agency who had no part in it. */
export function emergencyReviewRoutes(dependencies: DiscloseDependencies): Hono<CallerEnv> {
  const { sql } = dependencies;
  const required = { ...EMERGENCY_REVIEWERS, resource: "emergency-review" };
  return new Hono<CallerEnv>()
    .get(LIST_EMERGENCY_REVIEWS.path, async (c) => {
      const { caller } = c.var;
      const request = await requireRole(dependencies, caller, required);
      const { owed, logEntry } = await inOneTransaction(sql, caller, async (tx) => {
        const found = await readOwedReviews(tx, caller.agencyId, REVIEWS_MAX);
        const detail = { reviews: found.map(({ accessId }) => accessId) };
        const consulted = { caller, request, resource: "emergency-review", fields: [], detail };
        return { owed: found, logEntry: await logConsultation(tx, consulted) };
      });
      c.set("logEntry", logEntry);
      const body: Exchanges["emergency-reviews"] = { reviews: owed.map((review) => shown(review, request.now)) };
      return c.json(body);
    })
    .post(ANSWER_EMERGENCY_REVIEW.path, async (c) => {
      const { caller } = c.var;
      const { now, actor } = await requireRole(dependencies, caller, required);
      const accessId = c.req.param("id") ?? "";
      const { outcome, note } = readBody(caller, "emergency-review-answer");
      const answer = await once(sql, caller, `${ANSWER_EMERGENCY_REVIEW.path} ${accessId}`, now, async () => {
        const answering = { caller, answer: { accessId, outcome, note, by: actor, at: now } };
        c.set("logEntry", await inOneTransaction(sql, caller, (tx) => close(tx, answering)));
        return { status: 200, body: { id: accessId, outcome } };
      });
      if (answer.replayed) {
        c.header("idempotency-replayed", "?1");
      }
      const body: Exchanges["emergency-review-answered"] = { id: accessId, outcome };
      return c.json(body);
    });
}

type Answering = { readonly caller: VerifiedRequest; readonly answer: ReviewAnswer };

async function close(tx: Transaction, { caller, answer }: Answering): Promise<LedgerReceipt> {
  const { accessId, outcome, by, at } = answer;
  const state = isId(accessId) ? await lockReview(tx, caller.agencyId, accessId) : null;
  if (state === null) {
    throw new HubError("not-found", "no review of the caller's agency");
  }
  if (by === state.actor || by === state.secondActor) {
    throw new HubError("move-not-allowed", "reviewed by one who opened", { extra: { guard: "reviewer-took-part" } });
  }
  if (state.reviewed) {
    throw new HubError("move-not-allowed", "answered before", { extra: { guard: "already-answered" } });
  }
  await answerReview(tx, answer);
  return appendEntry(tx, {
    kind: "policy.emergency-reviewed",
    time: at,
    agency: caller.agencyId,
    actor: by,
    recipients: [],
    ...(caller.purpose === null ? {} : { purpose: caller.purpose }),
    resource: "emergency-review",
    personId: null,
    fields: [],
    request: requestEvidence(caller),
    detail: { accessId, asked: state.asked, outcome },
  });
}

function shown(review: OwedReview, now: Date): Exchanges["emergency-reviews"]["reviews"][number] {
  const { accessId, actor, secondActor, asked, reason, agreement, uses, openings, reviewDueAt } = review;
  return {
    id: accessId,
    personId: asked,
    actor,
    secondActor,
    reason,
    agreement,
    openedAt: review.openedAt.toISOString(),
    openUntil: review.openUntil.toISOString(),
    uses,
    openings,
    dueAt: reviewDueAt.toISOString(),
    overdue: reviewDueAt.getTime() <= now.getTime(),
  };
}
