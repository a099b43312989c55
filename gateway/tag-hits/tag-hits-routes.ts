import { Hono } from "hono";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { LIST_TAG_HITS, type TagHitDependencies, tagHitRoutes } from "./hit-routes.ts";
import { QUALIFY_TAG_HIT, RECORD_TAG_HIT_OUTCOME, tagHitMoveRoutes } from "./move-routes.ts";
import { ASK_TAG, tagQuestionRoutes } from "./question-routes.ts";
import { REPORT_TAG_HIT, tagHitReportRoutes } from "./report-routes.ts";

/** Every route about tag hits. */
export const TAG_HIT_ROUTES: readonly RouteProfile[] = [
  LIST_TAG_HITS,
  QUALIFY_TAG_HIT,
  RECORD_TAG_HIT_OUTCOME,
  ASK_TAG,
  REPORT_TAG_HIT,
];

export function tagHitsRoutes(dependencies: TagHitDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>()
    .route("/", tagHitRoutes(dependencies))
    .route("/", tagHitMoveRoutes(dependencies))
    .route("/", tagQuestionRoutes(dependencies))
    .route("/", tagHitReportRoutes(dependencies));
}
