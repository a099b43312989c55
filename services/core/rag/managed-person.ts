import type { Transaction } from "../../platform/database/database.ts";
import { deriveFacts } from "../facts/derive-facts.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { lockRecord } from "../record/load-record.ts";
import type { RecordState } from "../record/record-state.ts";
import { isOldEnough, RATED_STATES } from "./is-rated.ts";

export type CaseRefusal = { readonly outcome: "refused"; readonly guard: string; readonly message: string };

export function refuseCase(guard: string, message: string): CaseRefusal {
  return { outcome: "refused", guard, message };
}

/** The locked record of somebody who may be assessed and reviewed, or why nobody may do that of them. */
export async function managedPerson(
  tx: Transaction,
  personId: string,
  { scheme }: IntakeRules,
  now: Date,
): Promise<RecordState | CaseRefusal> {
  const [known] = await tx`select 1 from core.person where person_id = ${personId} and state = 'active'`;
  if (known === undefined) {
    return refuseCase("person-unknown", "There is no such person.");
  }
  const state = await lockRecord(tx, personId);
  const lifecycle = state.cells.find(({ kind, field }) => kind === "value" && field === "iom.lifecycleState");
  if (!RATED_STATES.has(String(lifecycle?.value ?? ""))) {
    return refuseCase("not-on-scheme", "The person is not on the scheme.");
  }
  const facts = deriveFacts(state, scheme);
  const [ageGroup, transitionStage] = [facts["age-group"]?.steps ?? null, facts["transition-stage"]?.steps ?? null];
  if (!isOldEnough({ ageGroup, transitionStage }, now)) {
    return refuseCase("youth-before-t2", "A young person is assessed from T2 on.");
  }
  return state;
}
