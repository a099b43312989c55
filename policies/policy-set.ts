import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { AgencyType, PersonFact, ReleaseForm } from "#schemas/vocabulary.ts";
import type { Agreement, Condition, Onward, Party } from "./agreement-document.ts";

/** Where one version stands; that it has expired is read from its own window. */
export type AgreementState = "draft" | "proposed" | "approved" | "active" | "suspended" | "terminated" | "superseded";

/** From this instant on the version stands here. Null: from before all time. */
export type StatusStep = { readonly from: string | null; readonly state: AgreementState };

/** In force for as long as its window says: for checks, examples and invented requests. */
export const ALWAYS_ACTIVE: readonly StatusStep[] = [{ from: null, state: "active" }];

/** What one party has stopped giving, while the rest of the agreement goes on (design/agreements 4.6). */
export type WithheldFields = { readonly party: string; readonly fields: readonly FieldPath[] };

/**
 * Where one version of an agreement stands in its life, past and to come, so that decisions change only at instants
 * written down; and from when each party is bound by its own signature.
 */
export type AgreementStatus = {
  /** In rising order of instant; before the first one the version is in force for nobody. */
  readonly steps: readonly StatusStep[];
  /** party -> instant; a party that is not here has not signed. */
  readonly boundFrom: Readonly<Record<string, string>>;
  readonly withheld: readonly WithheldFields[];
};

/** What the scheme says, which no agreement does. */
export type SharingTerms = {
  /** party -> the party that hosts it, whose consents count for it: `iom-team` -> `hampshire-police`. */
  readonly hostOf?: Readonly<Record<string, string>>;
  /** First wins when several agencies give a value of one field in the same form. */
  readonly precedence?: readonly AgencyType[];
  /** Instant until which the state of the agreements is known; after it nothing is shared. Null: no lease. */
  readonly leaseUntil?: string | null;
};

/** On what a permit rests between one originator and one recipient. */
export type ReleaseTerms = {
  readonly gateways: readonly string[];
  readonly sourceBasis: string | null;
  readonly recipientBasis: string | null;
};

/** One rule as it bears on one field for one recipient, role and purpose. */
export type FieldRule = {
  readonly id: string;
  readonly clause: string;
  readonly form: ReleaseForm;
  readonly rank: number;
  /** Null in a limit that names no originator: every one. */
  readonly from: ReadonlySet<string> | null;
  readonly when: Condition | undefined;
  /** Half-open, in milliseconds. */
  readonly startsMs: number;
  readonly endsMs: number;
  readonly onward: Onward;
  /** By originator; empty in a limit. */
  readonly terms: ReadonlyMap<string, ReleaseTerms>;
};

/** Both in rising order of rule id, so that the first among equals is the one cited. */
export type FieldRules = { readonly permits: readonly FieldRule[]; readonly limits: readonly FieldRule[] };

/** All that an agreement says to one party in one role for one purpose. */
export type Scope = {
  readonly fields: ReadonlyMap<FieldPath, FieldRules>;
  /** The person facts its rules test. */
  readonly personFacts: readonly PersonFact[];
};

export type LoadedAgreement = {
  readonly document: Agreement;
  /** In rising order; empty where an instant cannot be read, so that such a version is never in force. */
  readonly steps: readonly { readonly fromMs: number; readonly state: AgreementState }[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly parties: ReadonlyMap<string, Party>;
  /** party -> first millisecond in which it is bound. */
  readonly boundMs: ReadonlyMap<string, number>;
  /** originator -> fields of which it gives nothing for now. */
  readonly withheld: ReadonlyMap<string, ReadonlySet<FieldPath>>;
  readonly scopes: ReadonlyMap<string, Scope>;
};

/** The agreements in use, checked and indexed. Made by `loadAgreements` and never changed; a reload makes another. */
export type PolicySet = {
  readonly agreements: readonly LoadedAgreement[];
  readonly hostOf: ReadonlyMap<string, string>;
  readonly precedence: readonly AgencyType[];
  readonly leaseUntilMs: number | null;
};

const NO_RULES: Scope = { fields: new Map(), personFacts: [] };

export function scopeKey(party: string, role: string, purpose: string): string {
  return `${party} ${role} ${purpose}`;
}

/** The party that a key of `scopes` is for. */
export function partyOfScope(key: string): string {
  return key.slice(0, key.indexOf(" "));
}

/** A party in a role for which no rule speaks has an empty scope: it sees its own data and nothing else. */
export function scopeOf(agreement: LoadedAgreement, party: string, role: string, purpose: string): Scope {
  return agreement.scopes.get(scopeKey(party, role, purpose)) ?? NO_RULES;
}

/** True when the party has signed and its signature is in effect. */
export function isBound(agreement: LoadedAgreement, party: string, nowMs: number): boolean {
  const boundMs = agreement.boundMs.get(party);
  return boundMs !== undefined && boundMs <= nowMs;
}

/** True while the party has suspended what it gives of this field. */
export function isWithheld(agreement: LoadedAgreement, originator: string, field: FieldPath): boolean {
  return agreement.withheld.get(originator)?.has(field) === true;
}

/** `<id>@<version>` */
export function nameOf(agreement: LoadedAgreement): string {
  return `${agreement.document.id}@${agreement.document.version}`;
}
