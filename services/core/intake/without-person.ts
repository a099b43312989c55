import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { CrimeBatch } from "../crimes/crime.ts";
import { storeCrimes } from "../crimes/store-crimes.ts";
import { type DeviceEvent, storeDeviceEvent } from "../crimes/store-device-events.ts";
import { type PositionBatch, storePositions } from "../crimes/store-positions.ts";
import { noteHeard } from "../rag/heard-positions.ts";
import type { EventOutcome } from "./event-log.ts";
import { countDiscarded } from "./source-events.ts";

/**
 * Events that name no person: a batch of crimes, a batch of positions, what happened to a device. Null for every other event.
 * The payload has met the schema of its type before it came here.
 */
export async function takeInWithoutPerson(
  tx: Transaction,
  event: AgencyEvent,
  now: Date,
): Promise<EventOutcome | null> {
  switch (event.type) {
    case "police.crime-batch.received":
      await storeCrimes(tx, event as AgencyEvent<CrimeBatch>, now);
      return { outcome: "applied", personId: null, keepBody: true };
    case "electronic-monitoring.position-batch.received": {
      const { stored, dropped } = await storePositions(tx, event as AgencyEvent<PositionBatch>, now);
      await countDiscarded(tx, event.agencyid, now, dropped);
      await noteHeard(tx, deviceIdsIn(event as AgencyEvent<PositionBatch>), now);
      // The positions that count are rows; the rest of the batch is where people were who are not on the roster.
      return stored === 0 ? { outcome: "discarded" } : { outcome: "applied", personId: null, keepBody: false };
    }
    case "electronic-monitoring.device-event.recorded": {
      const isWorn = await storeDeviceEvent(tx, event as AgencyEvent<DeviceEvent>, now);
      return isWorn ? { outcome: "applied", personId: null, keepBody: false } : { outcome: "discarded" };
    }
    default:
      return null;
  }
}

function deviceIdsIn({ data }: AgencyEvent<PositionBatch>): readonly number[] {
  return data.additionalInformation.positions.map(({ deviceId }) => deviceId);
}
