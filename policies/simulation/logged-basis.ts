import type { KnownFacts } from "../condition.ts";

/** A piece of what a statement rested on (design/agreements 4.9), with the facts of that cell as they were weighed. */
export type LoggedEvidence = {
  readonly field: string;
  readonly originator: string;
  readonly neededForm: string;
  readonly facts: KnownFacts;
};

/**
 * Values of one field and originator of which the same was known, released or not. Of a field with one value the newest comes
 * first, which decides between equals.
 */
export type LoggedCell = {
  readonly field: string;
  readonly originator: string;
  /** Every cell fact that was recorded, `unknown` included. */
  readonly facts: Readonly<Record<string, string>>;
  /** How many values. */
  readonly count: number;
  /** There where the value needs evidence; empty where what there is cannot be weighed, which withholds it. */
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
  readonly purpose: string;
  readonly outlet: string;
  /** Of the person. */
  readonly facts: Readonly<Record<string, string>>;
  readonly cells: readonly LoggedCell[];
};
