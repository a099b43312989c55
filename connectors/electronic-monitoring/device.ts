import type { KnownReference } from "../connector.ts";
import type { Cells } from "../rows/cells.ts";
import { invalidIdentifier, missingField } from "../rows/row-problems.ts";

const DEVICE_ID = /^[1-9]\d{0,9}$/;

/** Number of a device, or null beside its problem. */
export function readDeviceId(cells: Cells, name: string): number | null {
  const sent = cells.text(name);
  if (sent === null) {
    cells.report(missingField(name));
    return null;
  }
  if (!DEVICE_ID.test(sent)) {
    cells.report(invalidIdentifier(name, "the device number, digits alone"));
    return null;
  }
  return Number(sent);
}

/** Lets positions of the device in; who wears it is the order's affair. */
export function deviceReference(deviceId: number): KnownReference {
  return { kind: "device", ref: String(deviceId) };
}
