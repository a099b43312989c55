import { Hono } from "hono";
import { type ExplainedDecision, explainRequest } from "#policies/explain-request.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { requireRole } from "../disclosure/require-role.ts";
import { logConsultation } from "../log-consultation.ts";
import { readBody } from "../read-body.ts";

export const EXPLAIN_AGREEMENT: RouteProfile = {
  method: "POST",
  path: "/v1/agreements/:id/explanations",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: true,
  contentMax: 16_384,
  callClass: "searches",
};

const RESOURCE = "agreement";

/**
 * What an agreement would give of an invented person, for a data protection officer of one of its parties: all of it where the party
 * would receive, and what the party itself could give where another would.
 */
export function explanationRoutes(dependencies: DiscloseDependencies): Hono<CallerEnv> {
  const { sql, clock, engine } = dependencies;
  return new Hono<CallerEnv>().post(EXPLAIN_AGREEMENT.path, async (c) => {
    const { caller } = c.var;
    const request = await requireRole(dependencies, caller, {
      roles: ["dpo"],
      purposes: ["dpo-audit"],
      resource: RESOURCE,
    });
    const asked = readBody(caller, "explanation-request");
    const agreement = c.req.param("id");
    const policies = engine.policies();
    const isParty = policies.agreements.some(
      ({ document, parties }) => document.id === agreement && parties.has(request.party),
    );
    // An agreement of others and none at all are the same.
    if (!isParty) {
      throw new HubError("not-found", "no agreement of the caller's");
    }
    const question = { at: clock.now().toISOString(), ...asked, agreement };
    const explained = explainRequest(question, policies, asked.party === request.party ? null : request.party);
    if ("fault" in explained) {
      const errors = [{ pointer: "", message: explained.fault }];
      throw new HubError("validation-failed", "an explanation was asked that cannot be given", { extra: { errors } });
    }
    // Nothing of anybody is told, but what officers try is part of how an agreement came about.
    const detail = { agreement, party: asked.party, purpose: asked.purpose };
    const logEntry = await inOneTransaction(sql, caller, (tx) =>
      logConsultation(tx, { caller, request, resource: RESOURCE, fields: [], detail }),
    );
    c.set("logEntry", logEntry);
    return c.json(answerOf(explained.decision, asked.purpose));
  });
}

function answerOf(decision: ExplainedDecision, purpose: Exchanges["explanation"]["purpose"]): Exchanges["explanation"] {
  const { at, agreement, party, role, basis, facts, refusal, fields, obligations } = decision;
  // Names of explained fields are field paths by their making.
  const paths = Object.keys(fields) as FieldPath[];
  const lines = paths.flatMap((field) => {
    const line = fields[field];
    if (line === undefined) {
      return [];
    }
    const { gateway: _, cell, ...rest } = line;
    return [{ field, ...rest, gateways: [...line.gateways], facts: cell ?? {} }];
  });
  return {
    at,
    agreement,
    party,
    role,
    purpose,
    basis,
    facts,
    refusal: refusal === null ? null : { code: refusal.code, problem: refusal.problem },
    fields: lines,
    obligations,
  };
}
