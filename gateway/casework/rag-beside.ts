import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import { NOBODY } from "../people/pairwise-ids.ts";

type Cited = { readonly field: FieldPath; readonly originator: string; readonly neededForm: string };

/** What the core keeps of a person's rating beside the record, with the evidence of every line. Never leaves the hub as it is. */
export type RagBeside = {
  readonly suggestion: {
    readonly suggestionId: number;
    readonly colour: "red" | "amber" | "green" | "blue";
    readonly engineVersion: string;
    readonly ruleHits: readonly {
      readonly ruleId: string;
      readonly suggests: "red" | "amber";
      readonly text: string;
      readonly evidence: readonly Cited[];
      readonly endsOn: string | null;
      readonly endsWhen: string;
    }[];
    readonly checks: readonly {
      readonly checkId: string;
      readonly answer: "met" | "not-met" | "unknown";
      readonly text: string;
      readonly endsWhen: string;
      readonly evidence: readonly Cited[];
    }[];
    readonly unknowns: readonly {
      readonly ruleId: string;
      readonly text: string;
      readonly evidence: readonly Cited[];
    }[];
  } | null;
  readonly review: { readonly at: string } | null;
};

/** Of nobody as well, so that a person unknown costs the same look-up. */
export async function readRagBeside(sql: Sql | Transaction, personId: string | null): Promise<RagBeside> {
  const [row] = await sql<{ rag: RagBeside }[]>`select published.read_rag(${personId ?? NOBODY}::uuid) as rag`;
  return row?.rag ?? { suggestion: null, review: null };
}
