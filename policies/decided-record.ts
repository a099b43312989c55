import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { FieldDecision, Permit, Refusal } from "./decision.ts";

/** A field of which something is released, with what was held of it. */
export type SharedField = {
  readonly field: FieldPath;
  readonly held: readonly HeldValue[];
  readonly decision: FieldDecision;
};

/** What a decision was made on, beside what it says of itself. */
export type DecidedOn = {
  readonly record: PublishedRecord;
  /** The party whose consents counted for the recipient as well. */
  readonly host: string | null;
  /** In the order of the record. */
  readonly shared: readonly SharedField[];
};

/** Known to this file alone, and left behind by every copy: a permit that was not made by deciding cannot have it. */
const ON = Symbol("decided on");
const nothingIn = new WeakMap<Refusal, Permit>();

/**
 * Ties a permit to the very record it was decided on. A hidden property and no WeakMap: with thousands of decisions a second, sweeping
 * one would be a fifth of the time.
 */
export function rememberRecord(permit: Permit, on: DecidedOn): void {
  Object.defineProperty(permit, ON, { value: on });
}

/** What a permit was decided on; undefined for one that `decide` did not make. */
export function decidedOn(permit: Permit): DecidedOn | undefined {
  const made: Permit & { readonly [ON]?: DecidedOn } = permit;
  return made[ON];
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
