import type { CallClass, Scheme } from "#schemas/scheme.ts";
import type { RouteProfile } from "../caller/route-profile.ts";

/**
 * What an agency may do in a minute unless its scheme says otherwise: enough for the busiest control room and all its
 * scripts, and too little for one agency to take a node from the others. A search weighs as much as ten reads or more.
 */
export const CALLS_PER_MINUTE: Readonly<Record<CallClass, number>> = { reads: 12_000, searches: 1_200, writes: 3_000 };

/** An open stream and a waiting pull are one call, however long they last. */
export function callClassOf({ method, callClass }: Pick<RouteProfile, "method" | "callClass">): CallClass {
  return callClass ?? (method === "GET" ? "reads" : "writes");
}

export type LimitOf = (agencyId: string, callClass: CallClass) => number;

export function limitsOf({ agencies }: Pick<Scheme, "agencies">): LimitOf {
  const given = new Map(agencies.map(({ agencyId, callsPerMinute }) => [agencyId, callsPerMinute]));
  return (agencyId, callClass) => given.get(agencyId)?.[callClass] ?? CALLS_PER_MINUTE[callClass];
}
