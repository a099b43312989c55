import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact, Purpose, ReleaseForm } from "#schemas/vocabulary.ts";
import type { Agreement, Onward } from "./agreement-document.ts";

/** Who asks, for what and when (design/agreements 4.1). Party, actor and purpose come from the verified call, role from the officer register. */
export type PolicyRequest = {
  readonly now: Date;
  /** agencyId */
  readonly party: string;
  readonly actor: string;
  /** Work e-mail of the actor where the register knows one; exclusion lists name people by it. */
  readonly actorEmail: string | null;
  /** Null when the actor is not in the register: the party's `defaultRole` applies, or the call is refused. */
  readonly role: string | null;
  readonly agreementId: string | null;
  /** As claimed; a code off the closed list is refused. */
  readonly purpose: string;
  /** Where the answer would leave: `people.read`, `searches`, `updates`, ... */
  readonly outlet: string;
  /** Narrows, never widens. Null: every field. */
  readonly fields: readonly FieldPath[] | null;
  /** Emergency access opened for this actor and this person; purpose `emergency` is refused without it. */
  readonly emergency?: { readonly openedAt: Date; readonly secondActor: string | null } | null;
};

/** Reason codes of the gate, design/agreements 4.2; logged, never shown to the caller. */
export type RefusalCode =
  | "POLICY_INVALID"
  | "AGREEMENT_STATUS_STALE"
  | "NO_AGREEMENT"
  | "AGREEMENT_REQUIRED"
  | "AGREEMENT_NOT_ACTIVE"
  | "AGREEMENT_TERMINATED"
  | "AGREEMENT_SUSPENDED"
  | "AGREEMENT_NOT_YET_EFFECTIVE"
  | "AGREEMENT_EXPIRED"
  | "NOT_PARTY"
  | "PARTY_NOT_BOUND"
  | "ROLE_NOT_IN_AGREEMENT"
  | "PURPOSE_NOT_IN_AGREEMENT"
  | "EMERGENCY_NOT_OPENED"
  | "EMERGENCY_WINDOW_CLOSED"
  | "EMERGENCY_SECOND_PERSON"
  | "PERSON_UNKNOWN"
  | "LIMITED_ACCESS"
  | "HUB_STOP"
  | "NOTHING_TO_SHARE";

/** What the caller is told: refused and unknown look alike from PERSON_UNKNOWN on. */
export type PublicRefusal =
  | "policy-unavailable"
  | "agreement-required"
  | "agreement-not-in-force"
  | "purpose-not-permitted"
  | "actor-not-permitted"
  | "not-found";

export type Refusal = {
  readonly outcome: "refused";
  readonly code: RefusalCode;
  readonly problem: PublicRefusal;
  /** Only with `agreement-required`: agreements the caller is itself a party to. */
  readonly candidates: readonly { readonly id: string; readonly version: number; readonly title: string }[];
  /** `<id>@<version>` where one was chosen, for the log. */
  readonly agreement: string | null;
};

export type FieldReason =
  | "OWN_DATA"
  | "PERMITTED"
  | "LIMITED_BY_RULE"
  | "LIMITED_BY_ORIGINATOR"
  | "LIMITED_BY_EVIDENCE"
  | "FACT_UNKNOWN"
  | "CONDITION_NOT_MET"
  | "NO_RULE"
  | "TRANSFORM_FAILED";

/** The decision on one value (or list item) of one field. Holds no field value. */
export type CellDecision = {
  readonly originator: string;
  readonly itemKey: string | null;
  readonly form: ReleaseForm;
  readonly reason: FieldReason;
  readonly rule: string | null;
  readonly limitedBy: string | null;
  readonly clause: string | null;
  readonly gateways: readonly string[];
  readonly sourceBasis: string | null;
  readonly recipientBasis: string | null;
  readonly onward: Onward | null;
  /** Cell facts this cell was decided on, `unknown` included. */
  readonly facts: Readonly<Partial<Record<Fact, string>>>;
};

export type FieldDecision = {
  /** Highest form among the cells. */
  readonly form: ReleaseForm;
  /** In the order of the values held. */
  readonly cells: readonly CellDecision[];
  /** Which cell answers a field that has one value; absent in a list, where every item above `withhold` does. */
  readonly chosen?: number;
};

/** A value: printable, storable, replayable (design/agreements section 5). */
export type Permit = {
  readonly outcome: "permit";
  readonly at: string;
  readonly agreement: { readonly id: string; readonly version: number };
  readonly party: string;
  readonly role: string;
  readonly purpose: Purpose;
  readonly outlet: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly factsAsOf: Readonly<Record<string, string>>;
  readonly fields: Readonly<Partial<Record<FieldPath, FieldDecision>>>;
  readonly obligations: {
    /** By class of data received. */
    readonly deleteAfterDays: Readonly<Record<string, number>>;
    readonly marking: Agreement["marking"];
    /** What holds of a field whose cells say nothing else. */
    readonly onward: Onward;
  };
};

export type Decision = Permit | Refusal;
