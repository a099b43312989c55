import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { AgencyType, Fact, Purpose, ReleaseForm, SensitivityClass } from "#schemas/vocabulary.ts";

export type Regime = "lawEnforcement" | "general";

export type Onward = "never" | "with-originator-consent" | "parties-same-purpose";

export const STRICTEST_FIRST: readonly Onward[] = ["never", "with-originator-consent", "parties-same-purpose"];

export type Standing =
  | "relevantAuthority"
  | "actsForRelevantAuthority"
  | "offenderManagement"
  | "listedPerson"
  | "mappaBody"
  | "dutyToReferBody"
  | "housingAuthority";

export type Gateway =
  | "cda1998.s115"
  | "oma2007.s14"
  | "cja2003.s325"
  | "ha1996.s213B"
  | "pcsca2022.s16"
  | "consent"
  | "publicInterest"
  | "courtOrder";

export type Condition =
  | { readonly fact: Fact; readonly is: readonly string[] }
  | { readonly not: Condition }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

export type Party = {
  readonly id: string;
  readonly label: string;
  readonly agencyType: AgencyType;
  readonly regime: Regime;
  readonly standing: readonly Standing[];
  readonly actsFor?: string;
  readonly roles: readonly string[];
  readonly defaultRole?: string;
  readonly approver: string;
  readonly updates?: "projected" | "notify";
};

export type PurposeTerm = {
  readonly id: Purpose;
  readonly label: string;
  readonly emergency?: {
    readonly maxMinutes: number;
    readonly reviewWithinHours: number;
    readonly notify: "originators" | "all-parties";
    readonly secondPerson?: boolean;
  };
};

export type Basis = {
  readonly id: string;
  readonly label: string;
  readonly regime: Regime;
  readonly provision: string;
  readonly specialCategoryCondition?: string;
};

export type Grant = { readonly form: ReleaseForm; readonly fields: readonly FieldPath[] };

type RuleBase = {
  readonly id: string;
  readonly clause: string;
  readonly to: readonly { readonly party: string; readonly roles?: readonly string[] }[];
  readonly purposes: readonly (Purpose | "*")[];
  readonly grants: readonly Grant[];
  readonly when?: Condition;
  /** Half-open, inside the agreement's own window. */
  readonly starts?: string;
  readonly ends?: string;
  readonly note?: string;
};

/** Raises: releases what its originators gave, when its condition is true. */
export type PermitRule = RuleBase & {
  readonly kind: "permit";
  readonly from: readonly string[];
  readonly gateways: readonly Gateway[];
  readonly bases: readonly string[];
  readonly onward?: Onward;
};

/** Caps: bites unless its condition is false. */
export type LimitRule = RuleBase & { readonly kind: "limit"; readonly from?: readonly string[] };

export type Rule = PermitRule | LimitRule;

/** A stored test of the agreement, in words and forms. */
export type Example = {
  readonly id: string;
  readonly says: string;
  readonly given: {
    readonly at?: string;
    readonly party: string;
    readonly role: string;
    readonly purpose: Purpose;
    readonly emergencyReason?: string;
    readonly facts: Readonly<Record<string, string>>;
  };
  readonly expect: Readonly<Record<string, ReleaseForm>>;
};

/** One version of one agreement, as `sharing-agreement.v1.schema.json` has it. */
export type Agreement = {
  readonly kind: "InformationSharingAgreement";
  readonly schemaVersion: 1;
  readonly id: string;
  readonly version: number;
  readonly previous: string | null;
  readonly parent?: string | null;
  readonly title: string;
  readonly marking: "OFFICIAL" | "OFFICIAL-SENSITIVE";
  readonly catalogue: { readonly id: "offender-record"; readonly version: number };
  readonly effective: { readonly from: string; readonly to: string; readonly reviewBy: string };
  readonly parties: readonly Party[];
  readonly purposes: readonly PurposeTerm[];
  readonly bases: readonly Basis[];
  readonly documents: {
    readonly dpia: string;
    readonly privacyNotice: string;
    readonly appropriatePolicyDocument?: string;
    readonly breachContact: string;
    readonly breachNoticeHours: number;
    readonly subjectAccessLead: string;
  };
  readonly clauses: readonly { readonly id: string; readonly text: string }[];
  readonly rules: readonly Rule[];
  readonly onward: { readonly default: Onward };
  readonly retention: readonly {
    readonly class: SensitivityClass;
    readonly keepDays: number;
    readonly reviewDays: number;
  }[];
  readonly minimumCell: number;
  readonly examples: readonly Example[];
};
