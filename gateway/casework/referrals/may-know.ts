import { decide } from "#policies/decide.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";

/** A field and whose value of it is meant. */
export type Rest = { readonly field: FieldPath; readonly originator: string };

/**
 * Tells whether a reader may know what rests on values of somebody: each of them would go to the reader in full. It is asked of
 * values that are held and of values that are not alike, so that an answer tells of neither. Nothing of it is projected. A date
 * of birth may go by its band: all that is asked of it here is whether somebody is old enough.
 */
export function mayKnow(
  record: PublishedRecord,
  rests: readonly Rest[],
  request: PolicyRequest,
  policies: PolicySet,
): (rests: readonly Rest[]) => boolean {
  const asked = withValues(record, rests);
  const decision = decide({ ...request, fields: null }, asked, policies);
  if (decision.outcome === "refused") {
    return () => false;
  }
  const isTold = ({ field, originator }: Rest): boolean => {
    const at = (asked.values[field] ?? []).findIndex((one) => one.originator === originator);
    const form = decision.fields[field]?.cells[at]?.form ?? "withhold";
    return form === "full" || (field === "identity.dateOfBirth" && form !== "withhold" && form !== "mask");
  };
  return (some) => some.every(isTold);
}

function withValues(record: PublishedRecord, rests: readonly Rest[]): PublishedRecord {
  const values = { ...record.values };
  for (const { field, originator } of rests) {
    const held = values[field] ?? [];
    const made: HeldValue = { originator, value: "none", asOf: "1970-01-01T00:00:00Z" };
    values[field] = held.some((one) => one.originator === originator) ? held : [...held, made];
  }
  return { ...record, values };
}
