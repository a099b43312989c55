import type { Transaction } from "../../platform/database/database.ts";

/** Positions name nobody: those who wear the devices are rated again soon, since monitoring is not silent of them. */
export async function noteHeard(tx: Transaction, deviceIds: readonly number[], now: Date): Promise<void> {
  await tx`
    update core.rag_watch w set reconsider_at = ${now}
    where w.reconsider_at > ${now} and w.person_id in (
      select v.person_id from core.record_value v
      where v.field = 'tag.deviceId' and v.kind = 'value'
        and v.value in (select to_jsonb(d) from unnest(${[...new Set(deviceIds)]}::bigint[]) as d))`;
}
