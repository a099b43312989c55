import type { CallClass } from "#schemas/scheme.ts";
import type { Refusal } from "./refusal.ts";
import { pathOf } from "./wire-request.ts";

export const METHODS = ["GET", "POST", "PUT", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

/** What a route asks of a signed call. */
export type RouteProfile = {
  readonly method: Method;
  /** As Hono spells it: `/v1/people/:personId`. */
  readonly path: string;
  /** Reads or writes personal data: `Hub-Actor` and `Hub-Purpose` must be there and covered. */
  readonly personal: boolean;
  readonly content: "none" | "json";
  /** `Idempotency-Key` must be there and covered. */
  readonly idempotent: boolean;
  /** The handler claims the nonce in the transaction of its effect; otherwise it is claimed before the handler runs. */
  readonly claimsNonce: boolean;
  /** Parameters it reads. Any other is refused by name: one that is quietly dropped looks as if it had been obeyed. */
  readonly query?: readonly string[];
  /** Bytes of body, when less than the profile's own limit. */
  readonly contentMax?: number;
  /** What the agency's quota counts it as, where the method does not say: GET reads, and every other writes. */
  readonly callClass?: CallClass;
};

/** The route of a call; a path that is known under another method says so, as HTTP expects. */
export function findRoute(routes: readonly RouteProfile[], method: string, target: string): RouteProfile | Refusal {
  const path = pathOf(target).split("/");
  const onPath = routes.filter((route) => matches(route.path.split("/"), path));
  const route = onPath.find((candidate) => candidate.method === method);
  if (route !== undefined) {
    return route;
  }
  if (onPath.length === 0) {
    return { code: "not-found", hint: "there is nothing at this path" };
  }
  const allow = onPath.map((candidate) => candidate.method);
  return { code: "method-not-allowed", hint: `this path knows ${allow.join(", ")}`, extra: { allow } };
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((segment, at) => (segment.startsWith(":") ? path[at] !== "" : segment === path[at]))
  );
}
