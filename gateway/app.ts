import { randomUUID } from "node:crypto";
import type { NatsConnection } from "@nats-io/transport-node";
import { Hono } from "hono";
import { HubError } from "#schemas/problems.ts";
import { ragIntervals } from "#schemas/rag-settings.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import type { PolicyKeeper } from "./agreements/bundle/keep-policies.ts";
import { AGREEMENT_ROUTES, lifeRoutes } from "./agreements/life-routes.ts";
import { auditRoutes, LIST_DISCLOSURES, READ_DISCLOSURE } from "./audit/audit-routes.ts";
import { EXPLAIN_AGREEMENT, explanationRoutes } from "./audit/explanation-routes.ts";
import type { CallerEnv } from "./caller/caller-env.ts";
import type { KeyDirectory } from "./caller/key-directory.ts";
import type { RouteProfile } from "./caller/route-profile.ts";
import { signedCall } from "./caller/signed-call.ts";
import {
  DELETE_ORIGINATOR_CAPS,
  GET_ORIGINATOR_CAPS,
  originatorCapRoutes,
  PUT_ORIGINATOR_CAPS,
} from "./caps/originator-cap-routes.ts";
import { askCaseworkOver } from "./casework/ask-casework.ts";
import { CASE_ROUTES, caseRoutes } from "./casework/case-routes.ts";
import { MEETING_ROUTES, meetingRoutes } from "./casework/meetings/meeting-routes.ts";
import { RAG_ROUTES, ragRoutes } from "./casework/rag-routes.ts";
import { REFERRAL_ROUTES, referralRoutes } from "./casework/referrals/referral-routes.ts";
import { READ_TIMERS, timerRoutes } from "./casework/timers/timer-routes.ts";
import {
  askAboutBatchOver,
  crimeBatchRoutes,
  READ_CRIME_BATCH,
  SEND_CRIMES,
} from "./crime-batches/crime-batch-routes.ts";
import type { PolicyEngine } from "./disclosure/decide-and-project.ts";
import { createDisclose } from "./disclosure/disclose.ts";
import { officerRegister } from "./disclosure/officer-register.ts";
import { emergencyRoutes, OPEN_EMERGENCY } from "./emergency/emergency-routes.ts";
import { emergencyNoticeRoutes, LIST_EMERGENCY_NOTICES } from "./emergency/notice-routes.ts";
import { ANSWER_EMERGENCY_REVIEW, emergencyReviewRoutes, LIST_EMERGENCY_REVIEWS } from "./emergency/review-routes.ts";
import { ANSWER_ERASURE_NOTICE, erasureRoutes, LIST_ERASURE_NOTICES } from "./erasure/erasure-routes.ts";
import { askEvaluationOver } from "./evaluation/ask-evaluation.ts";
import { EVALUATION_ROUTES, evaluationRoutes } from "./evaluation/evaluation-routes.ts";
import { POST_EVENTS, postEventRoutes } from "./events/post-event-routes.ts";
import { publishEventTo } from "./events/publish-event.ts";
import { publicRoutes } from "./health/public-routes.ts";
import type { GatewayKeys } from "./keys/gateway-keys.ts";
import { decideReviewOver } from "./links/decide-review.ts";
import { DECIDE_REVIEW, LIST_REVIEWS, linkRoutes } from "./links/link-routes.ts";
import { logOrigin } from "./log/log-origin.ts";
import { READ_RECEIPT, receiptRoutes } from "./log/receipt-routes.ts";
import { openApiRoutes } from "./openapi/openapi-routes.ts";
import { READ_PERSON, readPersonRoutes } from "./people/read-person-routes.ts";
import { problemResponse } from "./problem-response.ts";
import { oneAtATime } from "./push/one-at-a-time.ts";
import { PULL_EVENTS, pullRoutes } from "./push/pull-routes.ts";
import { settleSubscription } from "./push/settle-subscription.ts";
import type { StreamTiming } from "./push/stream-frames.ts";
import { FOLLOW_EVENTS, streamRoutes } from "./push/stream-routes.ts";
import type { Wakes } from "./push/wakes.ts";
import type { CallQuotas } from "./quota/open-call-quotas.ts";
import { createSearch } from "./search/run-search.ts";
import { SEARCH, searchRoutes } from "./search/search-routes.ts";
import {
  DELETE_SUBSCRIPTION,
  GET_SUBSCRIPTION,
  PUT_SUBSCRIPTION,
  subscriptionRoutes,
} from "./subscriptions/subscription-routes.ts";
import { askCoreOver } from "./tag-hits/ask-core.ts";
import { TAG_HIT_ROUTES, tagHitsRoutes } from "./tag-hits/tag-hits-routes.ts";

export type GatewayDependencies = {
  readonly sql: Sql;
  readonly bus: NatsConnection;
  readonly clock: Clock;
  readonly scheme: Scheme;
  /** The hub's public origin, without a trailing slash. */
  readonly origin: string;
  readonly keys: GatewayKeys;
  readonly agencyKeys: Pick<KeyDirectory, "find">;
  readonly quotas: Pick<CallQuotas, "count" | "refused">;
  readonly engine: PolicyEngine;
  /** What this node knows of the policy it shares by. */
  readonly policy: Pick<PolicyKeeper, "standing" | "look">;
  readonly wakes: Wakes;
  readonly log: Logger;
  /** Aborted when the gateway stops: streams and waiting calls end. */
  readonly stopping: AbortSignal;
  readonly streamTiming?: StreamTiming;
};

/** Every route that takes a signed call, and what it asks of one. What is not here is not reachable. */
export const SIGNED_ROUTES: readonly RouteProfile[] = [
  READ_PERSON,
  SEARCH,
  POST_EVENTS,
  PULL_EVENTS,
  FOLLOW_EVENTS,
  GET_SUBSCRIPTION,
  PUT_SUBSCRIPTION,
  DELETE_SUBSCRIPTION,
  LIST_REVIEWS,
  DECIDE_REVIEW,
  OPEN_EMERGENCY,
  LIST_EMERGENCY_REVIEWS,
  ANSWER_EMERGENCY_REVIEW,
  LIST_EMERGENCY_NOTICES,
  GET_ORIGINATOR_CAPS,
  PUT_ORIGINATOR_CAPS,
  DELETE_ORIGINATOR_CAPS,
  LIST_ERASURE_NOTICES,
  ANSWER_ERASURE_NOTICE,
  SEND_CRIMES,
  READ_CRIME_BATCH,
  ...TAG_HIT_ROUTES,
  ...RAG_ROUTES,
  ...CASE_ROUTES,
  ...REFERRAL_ROUTES,
  READ_TIMERS,
  ...MEETING_ROUTES,
  ...EVALUATION_ROUTES,
  ...AGREEMENT_ROUTES,
  EXPLAIN_AGREEMENT,
  LIST_DISCLOSURES,
  READ_DISCLOSURE,
  READ_RECEIPT,
];

/** The gateway: what is open to anybody, then the one middleware that lets only signed calls on, then the routes behind it. */
export function createGatewayApp(deps: GatewayDependencies): Hono<CallerEnv> {
  const { sql, bus, clock, scheme, origin, keys, log } = deps;
  const app = new Hono<CallerEnv>();
  app.onError((error) => problemResponse(error, randomUUID(), origin));
  app.notFound(() => problemResponse(new HubError("not-found", "no such path"), randomUUID(), origin));

  app.route("/", publicRoutes({ sql, bus, clock, keys, policy: deps.policy }));
  app.route("/", openApiRoutes({ origin, profiles: SIGNED_ROUTES }));

  app.use(
    "/v1/*",
    signedCall({
      sql,
      clock,
      log,
      origin,
      scheme,
      routes: SIGNED_ROUTES,
      keys: deps.agencyKeys,
      quotas: deps.quotas,
      responseKey: keys.response,
      logOrigin: (now) => logOrigin(origin, now),
    }),
  );
  app.route("/", signedRoutes(deps));
  return app;
}

/** What is reached by a verified call alone. Nothing here looks at a signature: it is served behind `signedCall`. */
export function signedRoutes(deps: GatewayDependencies): Hono<CallerEnv> {
  const { sql, bus, clock, scheme, keys, engine } = deps;
  const disclosing = { sql, clock, engine, officers: officerRegister(scheme) };
  const door = doorDependencies(deps, disclosing);

  const app = new Hono<CallerEnv>();
  app.route("/", readPersonRoutes({ disclose: createDisclose(disclosing) }));
  app.route("/", searchRoutes({ search: createSearch({ ...disclosing, cursorSecret: keys.cursorSecret }) }));
  app.route("/", postEventRoutes({ sql, clock, publish: publishEventTo(bus) }));
  app.route("/", pullRoutes(door));
  app.route("/", streamRoutes({ ...door, ...streaming(deps) }));
  app.route("/", subscriptionRoutes(door));
  app.route("/", linkRoutes({ ...disclosing, decideReview: decideReviewOver(bus) }));
  app.route("/", crimeBatchRoutes({ ...disclosing, askAboutBatch: askAboutBatchOver(bus) }));
  app.route("/", tagHitsRoutes({ ...disclosing, askCore: askCoreOver(bus) }));
  const casework = { ...disclosing, scheme, askCasework: askCaseworkOver(bus) };
  app.route("/", ragRoutes({ ...casework, intervals: ragIntervals(scheme) }));
  app.route("/", caseRoutes(casework));
  app.route("/", referralRoutes(casework));
  app.route("/", timerRoutes(disclosing));
  app.route("/", meetingRoutes({ ...disclosing, askCasework: askCaseworkOver(bus) }));
  app.route("/", evaluationRoutes({ ...disclosing, askEvaluation: askEvaluationOver(bus) }));
  app.route("/", emergencyRoutes(disclosing));
  app.route("/", emergencyReviewRoutes(disclosing));
  app.route("/", emergencyNoticeRoutes(disclosing));
  app.route("/", originatorCapRoutes({ ...disclosing, scheme }));
  app.route("/", erasureRoutes({ ...disclosing, cursorSecret: keys.cursorSecret }));
  app.route("/", lifeRoutes({ ...disclosing, bus, scheme, policy: deps.policy, policyKey: keys.policy }));
  app.route("/", explanationRoutes(disclosing));
  app.route("/", auditRoutes({ ...disclosing, cursorSecret: keys.cursorSecret }));
  app.route("/", receiptRoutes({ sql }));
  return app;
}

function doorDependencies(deps: GatewayDependencies, disclosing: Parameters<typeof createDisclose>[0]) {
  const { keys, origin, wakes } = deps;
  const push = { ...disclosing, viewSecret: keys.viewSecret, signer: { origin, eventKey: keys.event } };
  const settle = oneAtATime((subscriptionId: string) => settleSubscription(push, subscriptionId));
  return { ...push, cursorSecret: keys.cursorSecret, wakes, settle };
}

function streaming({ log, agencyKeys, stopping, streamTiming }: GatewayDependencies) {
  return { log, agencyKeys, stopping, ...(streamTiming === undefined ? {} : { timing: streamTiming }) };
}
