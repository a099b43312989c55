import type { FieldPath } from "./generated/field-paths.ts";
import type { CellFact, PersonFact } from "./vocabulary.ts";

/** What a derived value rests on: it is shown only to those who may see this evidence at `neededForm` or above. */
export type Evidence = {
  readonly personId: string;
  readonly field: FieldPath;
  readonly originator: string;
  readonly neededForm: string;
};

/**
 * One value of one field as one agency gave it. A list field has one HeldValue per item, told apart by `itemKey`,
 * so that each item can be decided alone.
 */
export type HeldValue = {
  /** agencyId of the agency the value came from; provenance decides rights, however the value travelled. */
  readonly originator: string;
  readonly value: unknown;
  /** RFC 3339 UTC. */
  readonly asOf: string;
  readonly itemKey?: string;
  /** Facts of this item, e.g. `handling-code`; absent ones count as unknown. */
  readonly itemFacts?: Partial<Record<CellFact, string>>;
  /** agencyId the item is assigned to, from which `item-owner` is resolved for each recipient. */
  readonly itemOwner?: string;
  readonly evidence?: readonly Evidence[];
};

/** A fact as a small calendar, so that a birthday takes effect at its instant and not at the next job. */
export type FactTimeline = {
  /** In order; the last step whose `from` is not after `now` is in force. `from: null` means always. */
  readonly steps: readonly { readonly from: string | null; readonly value: string }[];
  /** RFC 3339 UTC: last good reading of the feed that supplies it; age limits are counted from here. */
  readonly readAt: string;
};

/** Consent of the person to the sharing of drug-service data (handbook 3.6). */
export type ConsentRecord = {
  readonly consentId: string;
  /** agencyId of the drug service that took it. */
  readonly takenBy: string;
  readonly state: "given" | "refused";
  /** Field paths, e.g. `treatment.engagement`. */
  readonly fields: readonly string[];
  readonly recipients: readonly string[];
  readonly purposes: readonly string[];
  readonly validFrom: string;
  readonly expiresAt: string | null;
  readonly withdrawnAt: string | null;
};

/** Limited Access Offender restriction: work e-mails or agencyIds, lower case. Never released to anyone. */
export type AccessRestriction = {
  readonly excluded: readonly string[];
  readonly restricted: readonly string[];
};

/** What an originator lets one recipient have at most of its own values about a person (design/agreements 4.7). */
export type OriginatorCap = {
  readonly originator: string;
  readonly recipient: string;
  /** Null: every field. */
  readonly field: string | null;
  /** Null: every value of the field. */
  readonly itemKey: string | null;
  /** One that is not on the field's ladder withholds. */
  readonly form: string;
};

/** What the core publishes of a person, for the gateway to decide on. Never leaves the hub as it is. */
export type PublishedRecord = {
  readonly personId: string;
  readonly version: number;
  readonly values: Partial<Record<FieldPath, readonly HeldValue[]>>;
  readonly facts: Partial<Record<PersonFact, FactTimeline>>;
  /** `unreadable` where consents could not be read: every treatment consent then counts as unknown. */
  readonly consents: readonly ConsentRecord[] | "unreadable";
  /** `unreadable` refuses everybody, as an unreadable restriction must. */
  readonly accessRestriction: AccessRestriction | null | "unreadable";
  readonly hubStop: "sealed" | "protected" | "statutory-bar" | null;
  /** Added by the gateway, where originators set them; absent: none. */
  readonly originatorCaps?: readonly OriginatorCap[];
};
