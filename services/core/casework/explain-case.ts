import type { Transaction } from "../../platform/database/database.ts";
import { type CaseRefusal, refuseCase } from "../rag/managed-person.ts";
import { type ExplainedMove, explainMoves } from "./lifecycle/explain-moves.ts";
import type { CaseRules } from "./move-case.ts";
import { readCase } from "./read-case.ts";

export type CaseExplained =
  | {
      readonly outcome: "done";
      readonly state: string | null;
      readonly moves: readonly ExplainedMove[];
      /** When somebody in long custody is to be considered again (F-43). */
      readonly reviewOn: string | null;
    }
  | CaseRefusal;

/** Where a case stands and what each way on asks for, on the London day of `now`. */
export async function explainCase(
  tx: Transaction,
  personId: string,
  rules: CaseRules,
  now: Date,
): Promise<CaseExplained> {
  const read = await readCase(tx, personId, rules, now);
  if (read === null) {
    return refuseCase("person-unknown", "There is no such person.");
  }
  const { state, reviewOn } = read.facts;
  const moves = explainMoves(read.facts, { settings: rules.settings, agencies: rules.scheme.agencies });
  return { outcome: "done", state, moves, reviewOn };
}
