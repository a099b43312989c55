import { HubError } from "#schemas/problems.ts";
import type { RouteProfile } from "./route-profile.ts";
import type { VerifiedRequest } from "./verified-request.ts";

/**
 * Refuses a call with a parameter that its route does not read: a `sort` or a `count` that is quietly dropped would leave the
 * caller with an answer to another question (design/agreements 4.11). Names the parameter and never its value.
 */
export function refuseOtherParameters(
  { query }: Pick<VerifiedRequest, "query">,
  { query: read = [] }: Pick<RouteProfile, "query">,
): void {
  const others = [...query.keys()].filter((name) => !read.includes(name));
  if (others.length > 0) {
    const known = read.length === 0 ? "this call has none" : `this call has ${read.join(", ")}`;
    const errors = others.map((name) => ({ pointer: `/${name}`, message: `is no parameter; ${known}` }));
    throw new HubError("validation-failed", "a parameter that the route does not read", { extra: { errors } });
  }
}
