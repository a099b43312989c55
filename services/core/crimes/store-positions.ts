import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { Transaction } from "../../platform/database/database.ts";

export type PositionBatch = EventPayloads["electronic-monitoring.position-batch.received"];

type StoredPositions = { readonly stored: number; readonly dropped: number };

/**
 * Keeps the positions of devices that somebody on the roster wore at the time, and nothing of the others.
 * A position that comes again changes nothing.
 */
export async function storePositions(
  tx: Transaction,
  { agencyid, id, data }: AgencyEvent<PositionBatch>,
): Promise<StoredPositions> {
  const { positions } = data.additionalInformation;
  const [row] = await tx<{ worn: string; given: string }[]>`
    with given as (
      select p.value ->> 'positionId' as position_id, p.value ->> 'deviceId' as device_id,
        (p.value ->> 'capturedAt')::timestamptz as captured_at, p.value as position, wearer.person_id
      from jsonb_array_elements(${JSON.stringify(positions)}::text::jsonb) as p(value)
      left join lateral (
        select v.person_id from core.record_value v
        where v.field = 'tag.deviceId' and v.kind = 'value' and v.originator = ${agencyid}
          and v.value = p.value -> 'deviceId' and v.as_of <= (p.value ->> 'capturedAt')::timestamptz
        order by v.as_of desc, v.value_id desc limit 1) as wearer on true),
    stored as (
      insert into core.tag_position (agency_id, position_id, device_id, person_id, captured_at, position, event_id)
      select ${agencyid}, position_id, device_id, person_id, captured_at, position, ${id}
      from given where person_id is not null
      on conflict do nothing)
    select count(*) filter (where person_id is not null) as worn, count(*) as given from given`;
  const worn = Number(row?.worn ?? 0);
  return { stored: worn, dropped: Number(row?.given ?? 0) - worn };
}
