import type { Identifier, IdentifierType } from "#schemas/agency-event.ts";

/** An identifier the hub holds for a person. */
export type HeldIdentifier = Identifier & {
  /** agencyId for LOCAL and DEVICE; empty for the rest. */
  readonly scope: string;
  readonly verified: boolean;
  readonly retired: boolean;
};

export type HeldName = { readonly first: string; readonly last: string };

/** What linking looks at of a person on the roster. */
export type PersonProfile = {
  readonly personId: string;
  readonly identifiers: readonly HeldIdentifier[];
  /** Main names of every originator and all aliases. */
  readonly names: readonly HeldName[];
  readonly middleNames: readonly string[];
  readonly birthDates: readonly string[];
  readonly sexes: readonly string[];
  readonly postcodes: readonly string[];
};

export const STRONG_TYPES = ["PNC", "CRO", "CRN", "NOMS"] as const satisfies readonly IdentifierType[];
export type StrongType = (typeof STRONG_TYPES)[number];

export function isStrong(type: IdentifierType): type is StrongType {
  return STRONG_TYPES.some((strong) => strong === type);
}
