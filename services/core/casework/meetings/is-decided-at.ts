import type { Transaction } from "../../../platform/database/database.ts";
import type { CaseAct } from "../case-events-store.ts";

/** Whether a meeting that selects has decided the item about a person. A name that is no meeting's has decided nothing. */
export async function isDecidedAt(
  tx: Transaction,
  { meetingId, personId }: Pick<CaseAct, "meetingId" | "personId">,
): Promise<boolean> {
  const rows = await tx`
    select 1 from core.meeting join core.meeting_item as item using (meeting_id)
    where meeting_id::text = ${meetingId} and kind in ('macc', 'operationalGroup')
      and item.person_id = ${personId} and item.state = 'decided'`;
  return rows.length > 0;
}
