import type { KnownReference } from "../connector.ts";
import type { Cells } from "../rows/cells.ts";
import { invalidIdentifier, missingField, rowError } from "../rows/row-problems.ts";

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
export function deviceReference(deviceId: number, wearings: readonly WornBy[]): KnownReference {
  return { kind: "device", ref: String(deviceId), detail: { wearings } };
}

/** One wearing, as the orders told so far have it. Unix milliseconds; null while it goes on. */
export type WornBy = { readonly emsId: string; readonly from: number; readonly to: number | null };

/** Reports a device that somebody else is said to wear at the same time: its positions could be told of neither. */
export function reportShared(cells: Cells, name: string, wearings: readonly WornBy[], own: WornBy): void {
  const end = ({ to }: WornBy) => to ?? Number.POSITIVE_INFINITY;
  const isShared = wearings.some(
    (other) => other.emsId !== own.emsId && other.from < end(own) && own.from < end(other),
  );
  if (isShared) {
    cells.report(
      rowError(
        "DEVICE_IN_USE",
        `${name} is worn under another order at that time`,
        "end the other activation first, or correct the device or the times",
      ),
    );
  }
}

/** The wearings that earlier orders told of a device. */
export function wearingsOf(reference: KnownReference | null): readonly WornBy[] {
  const told = reference?.detail?.["wearings"];
  return Array.isArray(told) ? (told as readonly WornBy[]) : [];
}
