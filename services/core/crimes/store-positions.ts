import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { queueMatchesWithin } from "../tag-hits/match-work.ts";
import { gridCentimetresOf } from "./grid-place.ts";

export type PositionBatch = EventPayloads["electronic-monitoring.position-batch.received"];

type StoredPositions = { readonly stored: number; readonly dropped: number };

/** A position makes a path with one this much earlier or later, and so may concern a crime that far from it in time. */
const PATH_MS = 300_000;

/**
 * Keeps the positions of devices that one person on the roster wore at the time, and nothing of the others: a device that two
 * people are said to wear at once tells of neither. A position that comes again changes nothing.
 */
export async function storePositions(
  tx: Transaction,
  { agencyid, id, data }: AgencyEvent<PositionBatch>,
  now: Date,
): Promise<StoredPositions> {
  const positions = data.additionalInformation.positions.map((position) => ({
    position,
    ...gridCentimetresOf(position),
  }));
  const [row] = await tx<{ worn: string; given: string; first: Date | null; last: Date | null }[]>`
    with given as (
      select p.value #>> '{position,positionId}' as position_id, p.value #>> '{position,deviceId}' as device_id,
        (p.value #>> '{position,capturedAt}')::timestamptz as captured_at, p.value -> 'position' as position,
        (p.value ->> 'eastingCm')::integer as easting_cm, (p.value ->> 'northingCm')::integer as northing_cm, wearer.person_id
      from jsonb_array_elements(${JSON.stringify(positions)}::text::jsonb) as p(value)
      left join lateral (
        select min(a.person_id::text)::uuid as person_id from core.tag_activation as a
        where a.device_id = p.value #>> '{position,deviceId}' and a.agency_id = ${agencyid}
          and a.active_from <= (p.value #>> '{position,capturedAt}')::timestamptz
          and (a.active_to is null or a.active_to >= (p.value #>> '{position,capturedAt}')::timestamptz)
        having count(distinct a.person_id) = 1) as wearer on true),
    stored as (
      insert into core.tag_position
        (agency_id, position_id, device_id, person_id, captured_at, position, easting_cm, northing_cm, event_id)
      select ${agencyid}, position_id, device_id, person_id, captured_at, position, easting_cm, northing_cm, ${id}
      from given where person_id is not null
      on conflict do nothing
      returning captured_at, person_id, easting_cm, northing_cm),
    boxed as (
      insert into core.tag_hour as box (hour, person_id, west_cm, south_cm, east_cm, north_cm)
      select date_trunc('hour', captured_at, 'UTC'), person_id, min(easting_cm), min(northing_cm), max(easting_cm), max(northing_cm)
      from stored group by 1, 2 order by 1, 2
      on conflict (hour, person_id) do update set west_cm = least(box.west_cm, excluded.west_cm),
        south_cm = least(box.south_cm, excluded.south_cm), east_cm = greatest(box.east_cm, excluded.east_cm),
        north_cm = greatest(box.north_cm, excluded.north_cm))
    select (select count(*) from given where person_id is not null) as worn, (select count(*) from given) as given,
      (select min(captured_at) from stored) as first, (select max(captured_at) from stored) as last`;
  const worn = Number(row?.worn ?? 0);
  if (row?.first != null && row.last !== null) {
    const span = { from: new Date(row.first.getTime() - PATH_MS), to: new Date(row.last.getTime() + PATH_MS) };
    await queueMatchesWithin(tx, span, now);
  }
  return { stored: worn, dropped: Number(row?.given ?? 0) - worn };
}
