import type { CallCount } from "./quotas.ts";
import { WINDOW_MS } from "./quotas.ts";

/**
 * RateLimit fields (draft-ietf-httpapi-ratelimit-headers), for a client that likes to slow down in time. They are not covered by the
 * answer's signature and promise nothing: what counts is the 429 and its Retry-After.
 */
export function rateLimitHeaders({ callClass, limit, left, resetS }: CallCount): Readonly<Record<string, string>> {
  return {
    "ratelimit-policy": `"${callClass}";q=${limit};w=${WINDOW_MS / 1000}`,
    ratelimit: `"${callClass}";r=${left};t=${resetS}`,
  };
}
