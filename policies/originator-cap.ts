import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { OriginatorCap, PublishedRecord } from "#schemas/published-record.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";
import { CATALOGUE, rankOf } from "./catalogue.ts";

/** What originators hold back from one recipient, of one person. */
export function capsFor({ originatorCaps }: PublishedRecord, recipient: string): readonly OriginatorCap[] {
  return originatorCaps === undefined ? NONE : originatorCaps.filter((cap) => cap.recipient === recipient);
}

const NONE: readonly OriginatorCap[] = [];

type CappedValue = {
  readonly originator: string;
  /** Undefined where it is not known which item it is: a cap on any item may then be on this one. */
  readonly itemKey: string | undefined;
};

/**
 * The highest form that the originator of a value lets the recipient have of it; null where it says nothing. It is only ever
 * used to lower (design/agreements 4.7).
 */
export function originatorCap(
  caps: readonly OriginatorCap[],
  field: FieldPath,
  { originator, itemKey }: CappedValue,
): ReleaseForm | null {
  const set = caps.filter((cap) => cap.originator === originator && isOn(cap, field, itemKey));
  const lowest = Math.min(...set.map(({ form }) => rankOf(field, form) ?? 0));
  return set.length === 0 ? null : (CATALOGUE[field].ladder[lowest] ?? "withhold");
}

function isOn(cap: OriginatorCap, field: FieldPath, itemKey: string | undefined): boolean {
  const onItem = cap.itemKey === null || itemKey === undefined || cap.itemKey === itemKey;
  return (cap.field === null || cap.field === field) && onItem;
}
