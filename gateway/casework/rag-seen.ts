import type { PolicyRequest } from "#policies/decision.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { RagIntervals } from "#schemas/rag-settings.ts";
import { decideAndProject } from "../disclosure/decide-and-project.ts";
import { type DiscloseDependencies, refusedProblem } from "../disclosure/disclose.ts";
import { inTransaction } from "../disclosure/in-one-transaction.ts";
import { readPersonAsked } from "../disclosure/read-record.ts";
import { readRagBeside } from "./rag-beside.ts";
import { withRagLines } from "./rag-lines.ts";
import { ragView } from "./rag-view.ts";

export const RAG_FIELDS = [
  "iom.ragStatus",
  "iom.ragSetAt",
  "iom.ragReasons",
  "iom.ragOverrideNote",
] as const satisfies readonly FieldPath[];

/** Whom an officer means, and what they would see of the rating if they looked now. */
export type SeenRating = {
  /** The hub's own id. */
  readonly personId: string;
  readonly view: string;
  readonly suggestionId: number | null;
};

/**
 * Looks at a rating as an officer would see it, without handing any of it out. Somebody the officer may not see is as unknown as
 * nobody.
 */
export async function lookAtRating(
  { sql, engine, intervals }: DiscloseDependencies & { readonly intervals: RagIntervals },
  request: PolicyRequest,
  asked: string,
): Promise<SeenRating> {
  const { person, beside } = await inTransaction(sql, async (tx) => {
    const found = await readPersonAsked(tx, request.party, asked);
    return { person: found, beside: await readRagBeside(tx, found.personId) };
  });
  const record = person.record === null ? null : withRagLines(person.record, beside, intervals);
  const answer = decideAndProject(engine, { ...request, fields: RAG_FIELDS }, record);
  if (answer.outcome === "refused" || person.personId === null) {
    throw refusedProblem(answer.outcome === "refused" ? answer : { problem: "not-found", candidates: [] });
  }
  const { view } = ragView(answer.disclosure, asked, intervals);
  return { personId: person.personId, view, suggestionId: beside.suggestion?.suggestionId ?? null };
}
