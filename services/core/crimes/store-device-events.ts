import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { queueMatchesWithin } from "../tag-hits/match-work.ts";

export type DeviceEvent = EventPayloads["electronic-monitoring.device-event.recorded"];

/**
 * Keeps a span in which a device cannot be relied on, if somebody on the roster wore it; false when nobody did. The same span
 * told again, with its end by then, is put right.
 */
export async function storeDeviceEvent(
  tx: Transaction,
  { agencyid, id, data }: AgencyEvent<DeviceEvent>,
  now: Date,
): Promise<boolean> {
  const { deviceId, kind, from, to = null } = data.additionalInformation;
  const [stored] = await tx`
    insert into core.device_event (agency_id, device_id, kind, from_at, to_at, event_id)
    select ${agencyid}, ${String(deviceId)}, ${kind}, ${from}, ${to}, ${id}
    where exists (select 1 from core.tag_activation as a
      where a.agency_id = ${agencyid} and a.device_id = ${String(deviceId)}
        and a.active_from <= coalesce(${to}::timestamptz, 'infinity') and (a.active_to is null or a.active_to >= ${from}))
    on conflict (agency_id, device_id, kind, from_at) do update set to_at = excluded.to_at, event_id = excluded.event_id
    returning 1`;
  if (stored !== undefined) {
    await queueMatchesWithin(tx, { from: new Date(from), to: to === null ? now : new Date(to) }, now);
  }
  return stored !== undefined;
}
