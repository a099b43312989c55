import type { PolicyRequest } from "#policies/decision.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { decideAndProject } from "../../disclosure/decide-and-project.ts";
import { inTransaction } from "../../disclosure/in-one-transaction.ts";
import { readPersonAsked } from "../../disclosure/read-record.ts";
import type { CaseDependencies, Refusal } from "../case-seen.ts";
import { mayKnow, type Rest } from "./may-know.ts";
import { allRests } from "./rests-on.ts";

/** Somebody whom an officer may see, with what the officer may know of them. */
export type SeenPerson = {
  /** The hub's own id. */
  readonly personId: string;
  readonly mayKnow: (rests: readonly Rest[]) => boolean;
};

/** Looks whether an officer may see somebody at all. Somebody the officer may not see is as unknown as nobody. */
export async function lookAtPerson(
  { sql, engine, scheme }: Omit<CaseDependencies, "askCasework">,
  request: PolicyRequest & { readonly fields: readonly FieldPath[] | null },
  asked: string,
): Promise<SeenPerson | Refusal> {
  const { personId, record } = await inTransaction(sql, (tx) => readPersonAsked(tx, request.party, asked));
  const answer = decideAndProject(engine, request, record);
  if (answer.outcome === "refused") {
    return answer;
  }
  return personId === null || record === null
    ? { outcome: "refused", problem: "not-found", candidates: [] }
    : { personId, mayKnow: knowing(record, request, { engine, scheme }) };
}

/** What a reader may know of all that a referral rests on. */
export function knowing(
  record: PublishedRecord,
  request: PolicyRequest,
  { engine, scheme }: Pick<CaseDependencies, "engine" | "scheme">,
): SeenPerson["mayKnow"] {
  return mayKnow(record, allRests(scheme.agencies), request, engine.policies());
}
