import { Hono } from "hono";
import { stateAt } from "#policies/in-force.ts";
import type { LoadedAgreement } from "#policies/policy-set.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
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

export type AgreementDependencies = { readonly engine: PolicyEngine; readonly clock: Clock };

/** The agreements the caller is itself a party to, and no other. */
export function agreementRoutes({ engine, clock }: AgreementDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>().get(LIST_AGREEMENTS.path, (c) => {
    const { agencyId } = c.var.caller;
    const own = engine.policies().agreements.filter(({ parties }) => parties.has(agencyId));
    const body: Exchanges["agreements-answer"] = {
      agreements: own.map((one) => outlineOf(one, clock.now().getTime())),
    };
    return c.json(body);
  });
}

function outlineOf(agreement: LoadedAgreement, nowMs: number): Exchanges["agreements-answer"]["agreements"][number] {
  const { document, boundMs } = agreement;
  const { id, version, title, effective, purposes, parties } = document;
  return {
    id,
    version,
    title,
    state: stateAt(agreement, nowMs),
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
