import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { once } from "../idempotency.ts";
import { logConsultation } from "../log-consultation.ts";
import { internalId } from "../people/pairwise-ids.ts";
import { readBody } from "../read-body.ts";
import { requireCoordinator } from "./coordinator.ts";
import type { DecideReview } from "./decide-review.ts";
import { readReviews } from "./read-reviews.ts";

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
        const detail = { reviews: found.map(({ reviewId }) => reviewId).slice(0, 200) };
        const consulted = { caller, request, resource: "link-review", fields: [], detail };
        return { reviews: found, logEntry: await logConsultation(tx, consulted) };
      });
      c.set("logEntry", logEntry);
      const body: Exchanges["link-reviews"] = { reviews, cursor: null };
      return c.json(body);
    })
    .post("/v1/links/reviews/:id/decision", async (c) => {
      const { caller } = c.var;
      const { actor } = await requireCoordinator(dependencies, caller);
      const reviewId = c.req.param("id");
      const { decision, personId, reason } = readBody(caller, "link-decision");
      if (!UUID.test(reviewId)) {
        throw new HubError("not-found", "no such review");
      }
      const meant = await candidateMeant(sql, caller.agencyId, decision, personId);
      const decidedBy = { agencyId: caller.agencyId, actor };
      const route = `${DECIDE_REVIEW.path} ${reviewId}`;
      const answer = await once(sql, caller, route, clock.now(), async () => {
        await decideReview({ reviewId, decision, ...(meant === null ? {} : { personId: meant }), reason, decidedBy });
        return { status: 200, body: { reviewId, outcome: "decided" } };
      });
      if (answer.replayed) {
        c.header("idempotency-replayed", "?1");
      }
      const body: Exchanges["link-decision-answer"] = { reviewId, outcome: "decided" };
      return c.json(body);
    });
}

/** The hub's own id of the person to link to; null where the decision names nobody. */
async function candidateMeant(
  sql: Sql,
  agencyId: string,
  decision: Exchanges["link-decision"]["decision"],
  personId: string | undefined,
): Promise<string | null> {
  if ((decision === "link") !== (personId !== undefined)) {
    const errors = [{ pointer: "/personId", message: "comes with the decision link, and only with it" }];
    throw new HubError("validation-failed", "decision and person disagree", { extra: { errors } });
  }
  const meant = personId === undefined ? null : await internalId(sql, agencyId, personId);
  if (personId !== undefined && meant === null) {
    throw new HubError("not-found", "no such person");
  }
  return meant;
}
