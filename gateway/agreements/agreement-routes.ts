import { Hono } from "hono";
import type { LoadedAgreement } from "#policies/policy-set.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { PolicyEngine } from "../disclosure/decide-and-project.ts";

export const LIST_AGREEMENTS: RouteProfile = {
  method: "GET",
  path: "/v1/agreements",
  personal: false,
  content: "none",
  idempotent: false,
  claimsNonce: false,
};

/** The agreements the caller is itself a party to, and no other. */
export function agreementRoutes({ engine }: { readonly engine: PolicyEngine }): Hono<CallerEnv> {
  return new Hono<CallerEnv>().get(LIST_AGREEMENTS.path, (c) => {
    const { agencyId } = c.var.caller;
    const own = engine.policies().agreements.filter(({ parties }) => parties.has(agencyId));
    const body: Exchanges["agreements-answer"] = { agreements: own.map(outlineOf) };
    return c.json(body);
  });
}

function outlineOf({
  document,
  state,
  boundMs,
}: LoadedAgreement): Exchanges["agreements-answer"]["agreements"][number] {
  const { id, version, title, effective, purposes, parties } = document;
  return {
    id,
    version,
    title,
    state,
    from: effective.from,
    to: effective.to,
    purposes: purposes.map((purpose) => purpose.id),
    parties: parties.map((party) => {
      const signedMs = boundMs.get(party.id);
      const signedAt = signedMs === undefined ? null : new Date(signedMs).toISOString();
      return { id: party.id, label: party.label, signedAt };
    }),
  };
}
