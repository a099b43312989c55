import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Purpose, ReleaseForm } from "#schemas/vocabulary.ts";
import type { Circumstance } from "./circumstances.ts";

/** Half-open, in UTC instants; null on a side that the rules leave open: as long as the version is in force. */
export type Period = { readonly from: string | null; readonly until: string | null };

/** What a decision rests on in one version. */
export type Ground = {
  readonly rule: string | null;
  readonly limitedBy: string | null;
  readonly clause: string | null;
};

/** One field of one originator that leaves in another form than before, to one party in one role for one purpose. */
export type FormChange = {
  readonly party: string;
  readonly role: string;
  readonly purpose: Purpose;
  readonly field: FieldPath;
  readonly originator: string;
  readonly direction: "gain" | "loss";
  readonly from: ReleaseForm;
  readonly to: ReleaseForm;
  /** Exactly the combinations of facts for which it changes. */
  readonly when: readonly Circumstance[];
  /** When it changes; one endless period where no rule has dates of its own. */
  readonly during: readonly Period[];
  /** Where the new version says so; for what is no longer shared at all, where the old one did. */
  readonly grounds: readonly Ground[];
};

export type Term =
  | "basis"
  | "clause"
  | "document"
  | "effective"
  | "emergency"
  | "gateway"
  | "limit"
  | "marking"
  | "minimum-cell"
  | "onward"
  | "party"
  | "purpose"
  | "retention"
  | "title";

/** A change of what is owed or agreed, the forms apart. */
export type TermsChange = {
  readonly term: Term;
  /** What of it: a clause's id, a party, a class of data. */
  readonly subject: string;
  /** As the versions have it; null where one has none. */
  readonly before: string | null;
  readonly after: string | null;
  /**
   * `rewords` where it cannot be told from the terms alone whether more or less is allowed; `none` where what follows
   * from it is told by the changes of form.
   */
  readonly effect: "widens" | "narrows" | "rewords" | "none";
  /** Whom it concerns: those who give and those who receive under it. */
  readonly originators: readonly string[];
  readonly recipients: readonly string[];
  /** The fields it concerns, where it is not all of them. */
  readonly fields?: readonly FieldPath[];
};

export type VersionName = { readonly id: string; readonly version: number; readonly title: string };

/** Party ids in order. */
export type Concerned = { readonly originators: readonly string[]; readonly recipients: readonly string[] };

/** What differs between two versions of an agreement, exactly. A value: printable and storable. */
export type AgreementDiff = {
  /** Null where there was none: nothing was shared. */
  readonly before: VersionName | null;
  readonly after: VersionName | null;
  /** Decisions compared: combinations of facts of every scope, times the fields of the record. */
  readonly decisions: number;
  readonly changes: readonly FormChange[];
  readonly terms: readonly TermsChange[];
  /** Something is shared, or may be done with it, that was not before. */
  readonly isWidening: boolean;
  readonly widened: Concerned;
  readonly narrowed: Concerned;
  /** Whom rewordings concern. */
  readonly reworded: Concerned;
  /** Every originator and recipient of a pair of the new version. */
  readonly sharing: Concerned;
  readonly newParties: readonly string[];
  readonly leavingParties: readonly string[];
  /** Those of both versions; the new version's words where it has them. */
  readonly parties: Readonly<Record<string, { readonly label: string; readonly approver: string }>>;
  readonly purposes: Readonly<Record<string, string>>;
};
