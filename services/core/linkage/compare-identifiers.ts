import type { Identifier } from "#schemas/agency-event.ts";
import type { LinkEvidence } from "./link-evidence.ts";
import { type HeldIdentifier, isStrong, type PersonProfile, STRONG_TYPES, type StrongType } from "./person-profile.ts";

export type IdentifierComparison = {
  /** Held identifiers of the person that the record also carries. */
  readonly agreeing: readonly HeldIdentifier[];
  /** Types of which both sides hold a value and share none. */
  readonly conflicting: readonly StrongType[];
};

/** Arithmetically valid and still junk. */
const DENIED: ReadonlySet<string> = new Set(["CRO 000000/00Z"]);
/** Nobody has a PNC number from before the age of criminal responsibility; the check letter does not cover the century. */
const PNC_AGE_MIN_YEARS = 10;

/** Only valid strong identifiers count; `generic` names those that too many different people hold. */
export function compareIdentifiers(
  evidence: LinkEvidence,
  profile: PersonProfile,
  generic: ReadonlySet<string>,
): IdentifierComparison {
  const birthDates = [...evidence.birthDates, ...profile.birthDates];
  const given = evidence.identifiers.filter((identifier) => isUsable(identifier, birthDates, generic));
  const held = profile.identifiers.filter((identifier) => isUsable(identifier, birthDates, generic));
  return {
    agreeing: held.filter((ours) => given.some((theirs) => theirs.type === ours.type && theirs.value === ours.value)),
    conflicting: STRONG_TYPES.filter((type) => conflictIn(type, given, held)),
  };
}

export function identifierKey({ type, value }: Pick<Identifier, "type" | "value">): string {
  return `${type} ${value}`;
}

function conflictIn(type: StrongType, given: readonly Identifier[], held: readonly HeldIdentifier[]): boolean {
  const theirs = given.filter((identifier) => identifier.type === type).map(({ value }) => value);
  const ours = held.filter((identifier) => identifier.type === type).map(({ value }) => value);
  return theirs.length > 0 && ours.length > 0 && !ours.some((value) => theirs.includes(value));
}

function isUsable(identifier: Identifier, birthDates: readonly string[], generic: ReadonlySet<string>): boolean {
  const key = identifierKey(identifier);
  return (
    isStrong(identifier.type) &&
    identifier.valid &&
    !DENIED.has(key) &&
    !generic.has(key) &&
    isOldEnough(identifier, birthDates)
  );
}

function isOldEnough({ type, value }: Identifier, birthDates: readonly string[]): boolean {
  const issued = Number(value.slice(0, 4));
  return type !== "PNC" || birthDates.every((date) => issued >= Number(date.slice(0, 4)) + PNC_AGE_MIN_YEARS);
}
