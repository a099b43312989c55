import type { FeedContext, Translation } from "../connector.ts";
import { csvCells } from "../rows/cells.ts";
import { ISO_INSTANT } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { dateOrder, rejected } from "../rows/row-problems.ts";
import { readOrderedDevice } from "./positions.ts";

export const DEVICE_EVENT_COLUMNS = ["DEVICE_ID", "EVENT", "FROM", "TO"] as const;

const KINDS = { STRAP: "strap", CHARGE: "charge", PROXIMITY: "proximity" } as const;

/** A span in which a device cannot be relied on. Sent again with its end, it is the same span. */
export function translateDeviceEvent(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  const cells = csvCells(row);
  const deviceId = readOrderedDevice(cells, "DEVICE_ID", context);
  const kind = cells.requiredCode("EVENT", KINDS);
  const from = cells.requiredDate("FROM", ISO_INSTANT);
  const to = cells.date("TO", ISO_INSTANT);
  if (from !== "" && to !== null && Date.parse(to) < Date.parse(from)) {
    cells.report(dateOrder("TO", "FROM"));
  }
  const recordRef = cells.text("DEVICE_ID");
  if (cells.failed) {
    return rejected(cells.problems, recordRef);
  }
  const event = context.event({
    type: "electronic-monitoring.device-event.recorded",
    time: from,
    sourceRecordRef: `${deviceId}-${kind}-${from}`,
    person: null,
    payload: { deviceId, kind, from, ...given({ to }) },
  });
  return { events: [event], problems: cells.problems, recordRef };
}
