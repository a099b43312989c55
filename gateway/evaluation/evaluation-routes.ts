import { type Context, Hono } from "hono";
import type { PolicyRequest } from "#policies/decision.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { requireRole } from "../disclosure/require-role.ts";
import { once } from "../idempotency.ts";
import { logConsultation } from "../log-consultation.ts";
import { readBody } from "../read-body.ts";
import type { AskEvaluation } from "./ask-evaluation.ts";
import { nationalMeasures } from "./national-measures.ts";

const profile = { personal: true, claimsNonce: true } as const;
const READ_EVALUATION: RouteProfile = {
  ...profile,
  method: "GET",
  path: "/v1/evaluation",
  content: "none",
  idempotent: false,
  query: ["quarter", "template"],
  callClass: "searches",
};
const STATE_SCHEME: RouteProfile = {
  ...profile,
  method: "POST",
  path: "/v1/evaluation/statements",
  content: "json",
  idempotent: true,
  claimsNonce: false,
  contentMax: 32_768,
};
const SCORE_RECONVICTION: RouteProfile = {
  ...profile,
  method: "POST",
  path: "/v1/evaluation/reconviction-scores",
  content: "json",
  idempotent: false,
  contentMax: 4_096,
};
export const EVALUATION_ROUTES: readonly RouteProfile[] = [READ_EVALUATION, STATE_SCHEME, SCORE_RECONVICTION];

export type EvaluationDependencies = DiscloseDependencies & { readonly askEvaluation: AskEvaluation };

type Report = Omit<Exchanges["evaluation"], "template" | "receipt">;
type Template = Exchanges["evaluation"]["template"];

const TEMPLATES: readonly Template[] = ["measures", "value-for-money", "key-principles", "national"];
const RESOURCE = "evaluation";
/** Who works with people and may lay the published scale beside what they know. */
const SCORERS = [
  "leadOfficer",
  "iomSergeant",
  "iomInspector",
  "iomCoordinator",
  "spo",
  "probationPractitioner",
] as const;

/**
 * What a scheme measures of itself: for its manager alone, in one of four templates; for the nation, what is the same of every
 * scheme. No answer is about anybody, and every one is logged.
 */
export function evaluationRoutes(dependencies: EvaluationDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>()
    .get(READ_EVALUATION.path, async (c) => read(c, dependencies))
    .post(STATE_SCHEME.path, async (c) => state(c, dependencies))
    .post(SCORE_RECONVICTION.path, async (c) => score(c, dependencies));
}

async function read(c: Context<CallerEnv>, { askEvaluation, ...dependencies }: EvaluationDependencies) {
  const { caller } = c.var;
  const template = templateIn(caller.query.get("template"));
  const roles = template === "national" ? ["schemeManager", "national"] : ["schemeManager"];
  const request = await requireRole(dependencies, caller, { roles, purposes: ["evaluation"], resource: RESOURCE });
  const quarter = caller.query.get("quarter") ?? null;
  const { outcome: _, ...report } = await askEvaluation("report", { quarter });
  const logEntry = await inOneTransaction(dependencies.sql, caller, (tx) =>
    logConsultation(tx, { caller, request, resource: RESOURCE, fields: [], detail: { template, quarter } }),
  );
  c.set("logEntry", logEntry);
  const body: Exchanges["evaluation"] = {
    template,
    ...inTemplate(report as unknown as Required<Report>, template),
    receipt: { id: logEntry.receiptId, logIndex: logEntry.logIndex },
  };
  return c.json(body);
}

function templateIn(asked: string | undefined): Template {
  const template = TEMPLATES.find((one) => one === (asked ?? "measures"));
  if (template === undefined) {
    throw new HubError("validation-failed", "no template of that name", {
      extra: { errors: [{ pointer: "/template", message: `is one of ${TEMPLATES.join(", ")}` }] },
    });
  }
  return template;
}

/** Each template is a part of the one report, so that no two of them can say different things. */
function inTemplate(report: Required<Report>, template: Template): Report {
  const { quarter, period, smallNumber, measures, valueForMoney, keyPrinciples } = report;
  const about = { quarter, period, smallNumber };
  switch (template) {
    case "measures":
      return { ...about, measures };
    case "value-for-money":
      return { ...about, valueForMoney };
    case "key-principles":
      return { ...about, keyPrinciples };
    case "national":
      return { ...about, national: nationalMeasures(measures, valueForMoney) };
  }
}

async function state(c: Context<CallerEnv>, { askEvaluation, ...dependencies }: EvaluationDependencies) {
  const { caller } = c.var;
  const required = { roles: ["schemeManager"], purposes: ["evaluation"], resource: RESOURCE } as const;
  const request = await requireRole(dependencies, caller, required);
  const { quarter, ...statement } = readBody(caller, "scheme-statement");
  const answer = await once(dependencies.sql, caller, `POST ${STATE_SCHEME.path}`, request.now, async () => {
    const { statementId, at } = await askEvaluation("state", { quarter, statement, statedBy: statedBy(request) });
    return { status: 201, body: { statementId, statedAt: at } };
  });
  if (answer.replayed) {
    c.header("idempotency-replayed", "?1");
  }
  return c.json(answer.body as Exchanges["scheme-stated"], 201);
}

function statedBy({ party: agencyId, actor, role }: PolicyRequest) {
  return { agencyId, actor, role };
}

/** What is handed over is worked out and not kept; the answer has ages in the place of dates. */
async function score(c: Context<CallerEnv>, { askEvaluation, ...dependencies }: EvaluationDependencies) {
  const { caller } = c.var;
  const required = { roles: SCORERS, purposes: ["iom-case-management"], resource: "reconviction-score" } as const;
  const request = await requireRole(dependencies, caller, required);
  const inputs = readBody(caller, "reconviction-inputs");
  const { outcome: _, ...worked } = await askEvaluation("ogrs3", inputs);
  const logEntry = await inOneTransaction(dependencies.sql, caller, (tx) =>
    logConsultation(tx, { caller, request, resource: "reconviction-score", fields: [], detail: {} }),
  );
  c.set("logEntry", logEntry);
  return c.json(worked as unknown as Exchanges["reconviction-score"]);
}
