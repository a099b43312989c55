import { Hono } from "hono";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { agreementRoutes, LIST_AGREEMENTS } from "./agreement-routes.ts";
import { ACTIVATE, APPROVE, approvalRoutes } from "./approval-routes.ts";
import { CHECK_DRAFT, checkRoutes } from "./check-routes.ts";
import { DELETE_DRAFT, type DraftDependencies, draftRoutes, WRITE_DRAFT } from "./draft-routes.ts";
import { PROPOSE, proposalRoutes } from "./proposal-routes.ts";
import { READ_REACH, type ReachDependencies, reachRoutes } from "./reach-routes.ts";
import { READ_SHADOW, SIMULATE, simulationRoutes } from "./simulation-routes.ts";
import { SUSPEND, stoppingRoutes, TERMINATE } from "./stopping-routes.ts";
import { READ_VERSION, versionRoutes } from "./version-routes.ts";

/** The life of a sharing agreement over the API (design/agreements section 7). */
export const AGREEMENT_ROUTES: readonly RouteProfile[] = [
  LIST_AGREEMENTS,
  READ_REACH,
  READ_VERSION,
  WRITE_DRAFT,
  DELETE_DRAFT,
  CHECK_DRAFT,
  SIMULATE,
  READ_SHADOW,
  PROPOSE,
  APPROVE,
  ACTIVATE,
  SUSPEND,
  TERMINATE,
];

export function lifeRoutes(dependencies: DraftDependencies & ReachDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>()
    .route("/", agreementRoutes(dependencies))
    .route("/", reachRoutes(dependencies))
    .route("/", versionRoutes(dependencies))
    .route("/", draftRoutes(dependencies))
    .route("/", checkRoutes(dependencies))
    .route("/", simulationRoutes(dependencies))
    .route("/", proposalRoutes(dependencies))
    .route("/", approvalRoutes(dependencies))
    .route("/", stoppingRoutes(dependencies));
}
