import { randomUUID } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { HubError, PROBLEM_STATUS } from "#schemas/problems.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import { problemResponse } from "../problem-response.ts";
import { callClassOf } from "../quota/call-limits.ts";
import type { CallQuotas } from "../quota/open-call-quotas.ts";
import type { CallCount } from "../quota/quotas.ts";
import { rateLimitHeaders } from "../quota/rate-limit-headers.ts";
import { challengeHeaders } from "./accept-signature.ts";
import { type AddressBuckets, createAddressBuckets } from "./address-buckets.ts";
import { DEFAULT_ENVIRONMENT } from "./agency-keys.ts";
import { type AnswerDependencies, signedAnswer } from "./answer-call.ts";
import { CALL_CHECKS, type CallChecks } from "./call-checks.ts";
import type { CallerEnv } from "./caller-env.ts";
import { type ClockGuard, guardClock } from "./clock-guard.ts";
import type { KeyDirectory } from "./key-directory.ts";
import { claimNonce, hasClaimedNonce, spendNonce } from "./nonces.ts";
import { readContent } from "./read-content.ts";
import { firstRefusal, isRefusal, refusalError } from "./refusal.ts";
import { refuseOtherParameters } from "./refuse-other-parameters.ts";
import type { RouteProfile } from "./route-profile.ts";
import { toVerifiedRequest } from "./to-verified-request.ts";
import type { VerifiedRequest } from "./verified-request.ts";
import { type AuthenticCall, verifyCall } from "./verify-call.ts";
import { readWireRequest } from "./wire-request.ts";

export type SignedCallDependencies = AnswerDependencies & {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Logger;
  /** The hub's public origin, without a trailing slash; never taken from a request. */
  readonly origin: string;
  readonly scheme: Pick<Scheme, "agencies">;
  readonly routes: readonly RouteProfile[];
  readonly keys: Pick<KeyDirectory, "find">;
  readonly quotas: Pick<CallQuotas, "count" | "refused">;
  readonly environment?: string;
  readonly clockGuard?: ClockGuard;
  readonly buckets?: AddressBuckets;
  /** How long a body may take to arrive. */
  readonly contentTimeoutMs?: number;
  /** All of them, unless a test shows what one of them stops. */
  readonly checks?: CallChecks;
};

const CONTENT_TIMEOUT_MS = 10_000;

type Reading = {
  readonly dependencies: SignedCallDependencies;
  readonly requestId: string;
  readonly now: Date;
};

/**
 * Lets only verified calls through to the handlers after it, and signs every answer to them, refusals included. A route that is
 * not in the table is answered with 404 here: nothing behind this middleware is reachable unsigned.
 */
export function signedCall(given: SignedCallDependencies): MiddlewareHandler<CallerEnv> {
  const agencyTypes = new Map(given.scheme.agencies.map(({ agencyId, agencyType }) => [agencyId, agencyType]));
  const keys = {
    find: (keyid: string) => {
      const key = given.keys.find(keyid);
      // A key outlives its agency's place in the scheme; such an agency is as unknown as any stranger.
      return key !== undefined && agencyTypes.has(key.agencyId) ? key : undefined;
    },
  };
  const dependencies = { ...given, keys };
  const clockGuard = given.clockGuard ?? guardClock(given.clock, given.log);
  const buckets = given.buckets ?? createAddressBuckets();

  return async (c, next) => {
    const reading: Reading = { dependencies, requestId: randomUUID(), now: given.clock.now() };
    const call = await authenticate(c, reading, { clockGuard, buckets });
    if (call instanceof Response) {
      return call;
    }
    const agencyType = agencyTypes.get(call.key.agencyId);
    const answer = await handle(c, next, reading, call, agencyType);
    // Setting it over another would merge the headers of the two.
    c.res = undefined;
    c.res = await signedAnswer(answer, call, c.var.logEntry, given.clock.now(), given);
    return undefined;
  };
}

type Guards = { readonly clockGuard: ClockGuard; readonly buckets: AddressBuckets };

async function authenticate(
  c: Context<CallerEnv>,
  { dependencies, requestId, now }: Reading,
  { clockGuard, buckets }: Guards,
): Promise<AuthenticCall | Response> {
  const { origin, routes, keys, checks = CALL_CHECKS, environment = DEFAULT_ENVIRONMENT } = dependencies;
  const address = c.env.incoming.socket.remoteAddress ?? "";
  try {
    clockGuard.check();
    buckets.take(address);
  } catch (error) {
    return problemResponse(error, requestId, origin);
  }
  const options = { origin, environment, routes, keys, checks };
  const call = await verifyCall(readWireRequest(c.env.incoming), now, options);
  if (!isRefusal(call)) {
    buckets.giveBack(address);
    return call;
  }
  const response = problemResponse(refusalError(call), requestId, origin);
  if (response.status === 401) {
    for (const [name, value] of Object.entries(challengeHeaders(call.route, origin))) {
      response.headers.set(name, value);
    }
  }
  return response;
}

/** The handler's answer, or a problem in its place. */
async function handle(
  c: Context<CallerEnv>,
  next: () => Promise<void>,
  { dependencies, requestId, now }: Reading,
  call: AuthenticCall,
  agencyType: AgencyType | undefined,
): Promise<Response> {
  const { sql, checks = CALL_CHECKS, contentTimeoutMs: timeoutMs = CONTENT_TIMEOUT_MS, origin, log } = dependencies;
  let count: CallCount | null = null;
  try {
    if (agencyType === undefined) {
      throw new HubError("key-not-accepted", "the agency left the scheme");
    }
    const body = await readContent(call.head, c.env, { checks, timeoutMs });
    const caller = toVerifiedRequest(call, { requestId, agencyType, receivedAt: now, body });
    refuseOtherParameters(caller, call.head.route);
    if (!call.head.route.claimsNonce) {
      await claimNonce(sql, caller);
    }
    count = await countCall(dependencies, call.head.route, caller);
    await refuseBeyondQuota(dependencies, caller, count);
    c.set("caller", caller);
    c.req.raw = bareRequest(c.req.raw);
    await next();
    await settleNonce(sql, caller, c.error);
    if (c.error !== undefined) {
      throw c.error;
    }
    return withRateLimit(c.res, count);
  } catch (error) {
    if (!(error instanceof HubError) || PROBLEM_STATUS[error.code] >= 500) {
      log.error({ requestId, fault: describeFault(error) }, "a signed call could not be answered");
    }
    if (isReplay(error)) {
      count?.giveBack();
    }
    return withRateLimit(problemResponse(error, requestId, origin), count);
  }
}

/**
 * Step 10 of design/signed-calls section 3. Where the handler claims the nonce, the call is counted before and uncounted if it
 * turns out to be a replay, so that nobody can use up an agency's quota with its old calls.
 */
async function countCall(
  { quotas }: SignedCallDependencies,
  route: RouteProfile,
  { agencyId, receivedAt }: VerifiedRequest,
): Promise<CallCount> {
  try {
    return await quotas.count(agencyId, callClassOf(route), receivedAt);
  } catch (cause) {
    throw new HubError("log-unavailable", "the store of quotas did not answer", { cause });
  }
}

/** The nonce of a refused call is spent like any other's: a replay stays a replay, whatever the quota. */
async function refuseBeyondQuota(
  { sql, quotas, checks = CALL_CHECKS }: SignedCallDependencies,
  caller: VerifiedRequest,
  count: CallCount,
): Promise<void> {
  const refusal = firstRefusal(checks.quota, count);
  if (refusal !== null) {
    await claimNonce(sql, caller);
    quotas.refused.add(count);
    throw refusalError(refusal);
  }
}

function withRateLimit(response: Response, count: CallCount | null): Response {
  for (const [name, value] of count === null ? [] : Object.entries(rateLimitHeaders(count))) {
    response.headers.set(name, value);
  }
  return response;
}

/** Handlers see only what was signed: every header is gone, and the body is in the verified request. */
function bareRequest(raw: Request): Request {
  const bare = new Request(raw.url, { method: raw.method });
  // Handing the signal to the constructor makes a second one that follows it, at many times the cost of the rest.
  return Object.defineProperty(bare, "signal", { get: () => raw.signal });
}

/** A call is answered once, whether its handler claimed the nonce, forgot to, or failed and took its claim back. */
async function settleNonce(sql: Sql, caller: VerifiedRequest, failure: Error | undefined): Promise<void> {
  if (isReplay(failure) || (failure instanceof HubError && PROBLEM_STATUS[failure.code] === 503)) {
    return;
  }
  if (!hasClaimedNonce(caller)) {
    await claimNonce(sql, caller);
  } else if (failure !== undefined) {
    await spendNonce(sql, caller);
  }
}

function isReplay(error: unknown): boolean {
  return error instanceof HubError && error.code === "signature-replayed";
}
