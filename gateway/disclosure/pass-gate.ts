import { decideGate } from "#policies/decide.ts";
import type { PolicyRequest, Refusal } from "#policies/decision.ts";
import type { ChosenScope } from "#policies/gate.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { PolicyEngine } from "./decide-and-project.ts";
import { refusedProblem } from "./disclose.ts";
import { inOneTransaction } from "./in-one-transaction.ts";
import { recordRefusal } from "./record-refusal.ts";

type AtTheGate = {
  readonly caller: VerifiedRequest;
  readonly request: PolicyRequest;
  /** What was asked for, for the log: `updates`, `subscription`, `link-review`. */
  readonly resource: string;
};

/** The terms on which a call may act, before any person is looked at. A refusal is logged before it is answered. */
export async function passGate(
  { sql, engine }: { readonly sql: Sql; readonly engine: PolicyEngine },
  { caller, request, resource }: AtTheGate,
): Promise<ChosenScope> {
  const gate = decideGate(request, engine.policies());
  if (gate.outcome === "refused") {
    return refuseAtGate(sql, { caller, request, resource }, gate);
  }
  return gate;
}

/** Logs a refusal and throws its answer. */
export async function refuseAtGate(
  sql: Sql,
  { caller, request, resource }: AtTheGate,
  refusal: Refusal,
): Promise<never> {
  const refused = { caller, request, refusal, now: request.now, resource, detail: {} };
  await inOneTransaction(sql, caller, (tx) => recordRefusal(tx, refused));
  throw refusedProblem(refusal);
}
