import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Permit } from "./decision.ts";

const decided = new WeakMap<Permit, PublishedRecord>();

/** Ties a permit to the very record it was decided on. */
export function rememberRecord(permit: Permit, record: PublishedRecord): void {
  decided.set(permit, record);
}

/** True of a permit that `decide` made for this record; a permit built by hand or for somebody else is not one. */
export function isDecidedOn(permit: Permit, record: PublishedRecord): boolean {
  return decided.get(permit) === record;
}
