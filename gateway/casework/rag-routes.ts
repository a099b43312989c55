import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { createDisclose, refusedProblem } from "../disclosure/disclose.ts";
import { refusedNoSooner } from "../people/refused-no-sooner.ts";
import { readRagBeside } from "./rag-beside.ts";
import { withRagLines } from "./rag-lines.ts";
import { assess, type RagDependencies, review } from "./rag-moves.ts";
import { RAG_FIELDS } from "./rag-seen.ts";
import { ragView } from "./rag-view.ts";

const READ_RAG: RouteProfile = {
  method: "GET",
  path: "/v1/people/:personId/rag",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
};

const ASSESS_RAG: RouteProfile = {
  method: "POST",
  path: "/v1/people/:personId/rag-assessments",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: false,
  contentMax: 16_384,
};

const REVIEW_SUPERVISION: RouteProfile = { ...ASSESS_RAG, path: "/v1/people/:personId/reviews" };

export const RAG_ROUTES: readonly RouteProfile[] = [READ_RAG, ASSESS_RAG, REVIEW_SUPERVISION];

/** A colour beside what is suggested, what a person decides of it, and what a supervisor makes of the work under it. */
export function ragRoutes(dependencies: RagDependencies): Hono<CallerEnv> {
  const disclose = createDisclose(dependencies, {
    outlet: "people.rag",
    layBeside: async (tx, asked) => {
      const beside = await readRagBeside(tx, asked.personId);
      return asked.record === null
        ? asked
        : { ...asked, record: withRagLines(asked.record, beside, dependencies.intervals) };
    },
  });
  return new Hono<CallerEnv>()
    .get(READ_RAG.path, async (c) => {
      const beganMs = performance.now();
      const { caller } = c.var;
      const answer = await disclose({ caller, personId: c.req.param("personId") ?? "", fields: RAG_FIELDS });
      c.set("logEntry", answer.logEntry);
      if (answer.outcome === "refused") {
        await refusedNoSooner(beganMs);
        throw refusedProblem(answer);
      }
      const { disclosure, agreement, logEntry } = answer;
      const body: Exchanges["rag-view"] = {
        personId: answer.personId,
        agreements: [agreement],
        purpose: disclosure.purpose,
        ...ragView(disclosure, answer.personId, dependencies.intervals),
        obligations: disclosure.obligations,
        receipt: { id: logEntry.receiptId, logIndex: logEntry.logIndex },
      };
      return c.json(body);
    })
    .post(ASSESS_RAG.path, async (c) => assess(c, dependencies))
    .post(REVIEW_SUPERVISION.path, async (c) => review(c, dependencies));
}
