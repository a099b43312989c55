import type { Transaction } from "../../platform/database/database.ts";
import type { RecordState } from "../record/record-state.ts";

/**
 * The London day since which somebody who is assessed green now has been green without a break: any other colour in between
 * begins it anew (handbook 6.1). Before the first assessment in the hub the register's own day counts.
 */
export async function greenSinceOf(tx: Transaction, state: RecordState, today: string): Promise<string> {
  const [last] = await tx<{ green_since: string | null }[]>`
    select green_since::text from core.rag_assessment where person_id = ${state.personId} order by turn desc limit 1`;
  if (last !== undefined) {
    return last.green_since ?? today;
  }
  const isGreen = state.cells.some(
    ({ kind, field, value }) => kind === "value" && field === "iom.ragStatus" && value === "green",
  );
  return (isGreen ? await registeredGreenSince(tx, state.personId) : null) ?? today;
}

async function registeredGreenSince(tx: Transaction, personId: string): Promise<string | null> {
  const [row] = await tx<{ since: string | null }[]>`
    select body #>> '{data,additionalInformation,greenSince}' as since from core.event
    where person_id = ${personId} and outcome = 'applied' and type = 'iom-team.registration.imported'
    order by time desc, arrival desc limit 1`;
  return row?.since ?? null;
}
