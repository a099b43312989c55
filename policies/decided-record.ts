import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Permit, Refusal } from "./decision.ts";

/** What a decision was made on, beside what it says of itself. */
export type DecidedOn = {
  readonly record: PublishedRecord;
  /** The party whose consents counted for the recipient as well. */
  readonly host: string | null;
};

const decided = new WeakMap<Permit, DecidedOn>();
const nothingIn = new WeakMap<Refusal, Permit>();

/** Ties a permit to the very record it was decided on. */
export function rememberRecord(permit: Permit, on: DecidedOn): void {
  decided.set(permit, on);
}

/** True of a permit that `decide` made for this record; a permit built by hand or for somebody else is not one. */
export function isDecidedOn(permit: Permit, record: PublishedRecord): boolean {
  return decided.get(permit)?.record === record;
}

/** What a permit was decided on; undefined for one that `decide` did not make. */
export function decidedOn(permit: Permit): DecidedOn | undefined {
  return decided.get(permit);
}

/** Ties a refusal to the decision that left nothing to share: it looked at the person and is kept like any other. */
export function rememberNothing(refusal: Refusal, decision: Permit): Refusal {
  nothingIn.set(refusal, decision);
  return refusal;
}

/** The decision, every field of it withheld or not to be made, behind a `NOTHING_TO_SHARE`; undefined for any other refusal. */
export function decisionBehind(refusal: Refusal): Permit | undefined {
  return nothingIn.get(refusal);
}
