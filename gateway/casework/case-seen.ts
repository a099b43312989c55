import type { PolicyRequest } from "#policies/decision.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { decideAndProject } from "../disclosure/decide-and-project.ts";
import type { DiscloseDependencies, refusedProblem } from "../disclosure/disclose.ts";
import { inTransaction } from "../disclosure/in-one-transaction.ts";
import { readPersonAsked } from "../disclosure/read-record.ts";
import type { AskCasework } from "./ask-casework.ts";
import { CASE_FIELDS, type CaseBeside, caseBeside, withCaseLines } from "./case-beside.ts";
import { hiddenGuards } from "./case-view.ts";

export type CaseDependencies = DiscloseDependencies & {
  readonly askCasework: AskCasework;
  readonly scheme: Pick<Scheme, "agencies">;
};

export type SeenCase = {
  /** The hub's own id. */
  readonly personId: string;
  readonly beside: CaseBeside;
  /** Guards of which the officer may not learn how they stand. */
  readonly hidden: ReadonlySet<string>;
};

/**
 * Looks at a case as an officer would see it, without handing any of it out; null for somebody the officer may not see, who is as
 * unknown as nobody. The core is asked only about people whom the officer may see, so that asking takes no time that would tell.
 */
export async function lookAtCase(
  { sql, engine, askCasework, scheme }: CaseDependencies,
  asking: PolicyRequest,
  asked: string,
): Promise<SeenCase | Refusal> {
  const request = { ...asking, fields: CASE_FIELDS };
  const { personId, record } = await inTransaction(sql, (tx) => readPersonAsked(tx, request.party, asked));
  const first = decideAndProject(engine, request, record);
  if (first.outcome === "refused" || record === null || personId === null) {
    return first.outcome === "refused" ? first : NOBODY;
  }
  const beside = await caseBeside(askCasework, personId);
  const answer = decideAndProject(engine, request, withCaseLines(record, beside, scheme.agencies));
  return answer.outcome === "refused" ? answer : { personId, beside, hidden: hiddenGuards(answer.disclosure, beside) };
}

export type Refusal = { readonly outcome: "refused" } & Parameters<typeof refusedProblem>[0];

const NOBODY: Refusal = { outcome: "refused", problem: "not-found", candidates: [] };
