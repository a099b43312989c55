import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import type { PolicyRequest } from "#policies/decision.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { logDecisions } from "../decisions/log-decisions.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { readRecord } from "../disclosure/read-record.ts";
import { once } from "../idempotency.ts";
import { logConsultation } from "../log-consultation.ts";
import { internalId } from "../people/pairwise-ids.ts";
import { readBody } from "../read-body.ts";
import { requireCoordinator } from "./coordinator.ts";
import type { DecideReview } from "./decide-review.ts";
import { isKeptAway, isKnown, readReviews } from "./read-reviews.ts";

export const LIST_REVIEWS: RouteProfile = {
  method: "GET",
  path: "/v1/links/reviews",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
};

export const DECIDE_REVIEW: RouteProfile = {
  method: "POST",
  path: "/v1/links/reviews/:id/decision",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: false,
  contentMax: 16_384,
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type LinkDependencies = DiscloseDependencies & { readonly decideReview: DecideReview };

export function linkRoutes(dependencies: LinkDependencies): Hono<CallerEnv> {
  const { sql, clock, decideReview } = dependencies;
  return new Hono<CallerEnv>()
    .get(LIST_REVIEWS.path, async (c) => {
      const { caller } = c.var;
      const held = atOneMoment(dependencies);
      const request = await requireCoordinator(held, caller);
      const { reviews, logEntry } = await inOneTransaction(sql, caller, async (tx) => {
        const found = await readReviews(tx, held.engine, request);
        const detail = { reviews: found.reviews.map(({ reviewId }) => reviewId) };
        const receiptId = randomUUID();
        const consulted = { receiptId, caller, request, resource: "link-review", fields: [], detail };
        const made = { receiptId, at: request.now, actor: request.actor, released: [] };
        const decisions = [...found.decisions].map(([personId, permit]) => ({ ...made, personId, permit }));
        const [entry] = await Promise.all([logConsultation(tx, consulted), logDecisions(tx, decisions)]);
        return { reviews: found.reviews, logEntry: entry };
      });
      c.set("logEntry", logEntry);
      const body: Exchanges["link-reviews"] = { reviews: [...reviews], cursor: null };
      return c.json(body);
    })
    .post("/v1/links/reviews/:id/decision", async (c) => {
      const { caller } = c.var;
      const request = await requireCoordinator(dependencies, caller);
      const reviewId = c.req.param("id");
      const { decision, personId, reason } = readBody(caller, "link-decision");
      const meant = personMeant(decision, personId);
      const decidedBy = { agencyId: caller.agencyId, actor: request.actor };
      const route = `${DECIDE_REVIEW.path} ${reviewId}`;
      const answer = await once(sql, caller, route, clock.now(), async () => {
        await refuseUnknownReview(dependencies, request, reviewId);
        const named = meant === null ? {} : { personId: await candidateMeant(dependencies, request, meant) };
        await decideReview({ reviewId, decision, ...named, reason, decidedBy });
        return { status: 200, body: { reviewId, outcome: "decided" } };
      });
      if (answer.replayed) {
        c.header("idempotency-replayed", "?1");
      }
      const body: Exchanges["link-decision-answer"] = { reviewId, outcome: "decided" };
      return c.json(body);
    });
}

/** The agency's id of the person to link to; null where the decision names nobody. */
function personMeant(decision: Exchanges["link-decision"]["decision"], personId: string | undefined): string | null {
  if ((decision === "link") !== (personId !== undefined)) {
    const errors = [{ pointer: "/personId", message: "comes with the decision link, and only with it" }];
    throw new HubError("validation-failed", "decision and person disagree", { extra: { errors } });
  }
  return personId ?? null;
}

/** A review of people whom the coordinator is kept away from is as unknown as none. */
async function refuseUnknownReview({ sql, engine }: LinkDependencies, request: PolicyRequest, reviewId: string) {
  if (!UUID.test(reviewId) || !(await isKnown(sql, engine, request, reviewId))) {
    throw new HubError("not-found", "no such review");
  }
}

/** The hub's own id of that person. Somebody the coordinator is kept away from is as unknown as nobody. */
async function candidateMeant(
  { sql, engine }: LinkDependencies,
  request: PolicyRequest,
  personId: string,
): Promise<string> {
  const meant = await internalId(sql, request.party, personId);
  const record = await readRecord(sql, meant);
  if (meant === null || isKeptAway(engine, request, record)) {
    throw new HubError("not-found", "no such person");
  }
  return meant;
}
