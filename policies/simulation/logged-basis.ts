import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { CellFact, PersonFact, Purpose, ReleaseForm } from "#schemas/vocabulary.ts";

/** What a statement of a decision rested on: design/agreements 4.9. */
export type LoggedEvidence = {
  readonly field: FieldPath;
  readonly originator: string;
  readonly neededForm: ReleaseForm;
  /** Facts of that cell as they were weighed. */
  readonly facts?: Readonly<Partial<Record<CellFact, string>>>;
};

/** Values of one field and originator of which the same was known, released or not. */
export type LoggedCell = {
  readonly field: FieldPath;
  readonly originator: string;
  /** Every cell fact of the field as it was decided on, `unknown` included. */
  readonly facts: Readonly<Partial<Record<CellFact, string>>>;
  /** How many values. */
  readonly count: number;
  /** Present where the value has evidence, and then all of it. */
  readonly evidence?: readonly LoggedEvidence[];
};

/**
 * All that a past decision rested on but the policy itself: who asked for what, the facts it recorded and what was
 * held. No value of any field is in it. A fact that is not here was not recorded, which is not the same as `unknown`.
 */
export type LoggedBasis = {
  /** id */
  readonly agreement: string;
  readonly version: number;
  readonly party: string;
  readonly role: string;
  readonly purpose: Purpose;
  readonly outlet: string;
  readonly facts: Readonly<Partial<Record<PersonFact, string>>>;
  readonly cells: readonly LoggedCell[];
};
