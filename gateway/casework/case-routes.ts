import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { createDisclose, refusedProblem } from "../disclosure/disclose.ts";
import { policyRequest } from "../disclosure/policy-request.ts";
import { refusedNoSooner } from "../people/refused-no-sooner.ts";
import { CASE_FIELDS, type CaseBeside, withCaseLines } from "./case-beside.ts";
import { moveCase, noteStep } from "./case-moves.ts";
import { type CaseDependencies, lookAtCase } from "./case-seen.ts";
import { caseView } from "./case-view.ts";

const READ_CASE: RouteProfile = {
  method: "GET",
  path: "/v1/people/:personId/case",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
};

const MOVE_CASE: RouteProfile = {
  method: "POST",
  path: "/v1/people/:personId/transitions",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: false,
  contentMax: 16_384,
};

const NOTE_STEP: RouteProfile = { ...MOVE_CASE, path: "/v1/people/:personId/case-steps" };

export const CASE_ROUTES: readonly RouteProfile[] = [READ_CASE, MOVE_CASE, NOTE_STEP];

/** Where a person's case stands, why it can or cannot move, and the moves themselves. */
export function caseRoutes(dependencies: CaseDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>()
    .get(READ_CASE.path, async (c) => {
      const beganMs = performance.now();
      const { caller } = c.var;
      const personId = c.req.param("personId") ?? "";
      const beside = await look(dependencies, caller, personId);
      const disclose = createDisclose(dependencies, {
        outlet: OUTLET,
        layBeside: async (_tx, asked) =>
          asked.record === null
            ? asked
            : { ...asked, record: withCaseLines(asked.record, beside, dependencies.scheme.agencies) },
      });
      const answer = await disclose({ caller, personId, fields: CASE_FIELDS });
      c.set("logEntry", answer.logEntry);
      if (answer.outcome === "refused") {
        await refusedNoSooner(beganMs);
        throw refusedProblem(answer);
      }
      const { disclosure, agreement, logEntry } = answer;
      const body: Exchanges["case-view"] = {
        personId: answer.personId,
        agreements: [agreement],
        purpose: disclosure.purpose,
        ...caseView(disclosure, beside),
        obligations: disclosure.obligations,
        receipt: { id: logEntry.receiptId, logIndex: logEntry.logIndex },
      };
      return c.json(body);
    })
    .post(MOVE_CASE.path, (c) => moveCase(c, dependencies))
    .post(NOTE_STEP.path, (c) => noteStep(c, dependencies));
}

const OUTLET = "people.case";

/** What the core says of a case, of somebody the caller may see; of anybody else nothing is asked. */
async function look(dependencies: CaseDependencies, caller: VerifiedRequest, asked: string): Promise<CaseBeside> {
  const { officers, clock } = dependencies;
  const request = policyRequest({ caller, officers, now: clock.now(), outlet: OUTLET, fields: CASE_FIELDS });
  const seen = await lookAtCase(dependencies, request, asked);
  return "outcome" in seen ? { moves: [], reviewOn: null } : seen.beside;
}
