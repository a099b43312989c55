import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Purpose, ReleaseForm } from "#schemas/vocabulary.ts";
import type { Ground, Period } from "../agreement-diff.ts";
import type { Circumstance } from "../circumstances.ts";

/** One form in which a field can leave, with the ground for it and exactly when. */
export type ReachStep = Ground & {
  readonly form: ReleaseForm;
  /** Whose values: the same holds for each of them. */
  readonly originators: readonly string[];
  readonly when: readonly Circumstance[];
  /** One endless period where the rules have no dates of their own. */
  readonly during: readonly Period[];
};

/** The highest and lowest form that the values of some originators can ever have. */
export type ReachRange = {
  readonly originators: readonly string[];
  readonly highest: ReleaseForm;
  readonly lowest: ReleaseForm;
};

/** What one recipient, in one role and for one purpose, can ever see of one field that others hold. */
export type ReachCell = {
  /** id */
  readonly agreement: string;
  readonly version: number;
  readonly party: string;
  readonly role: string;
  readonly purpose: Purpose;
  readonly field: FieldPath;
  /** Over all that could give it, whatever is or is not known. */
  readonly highest: ReleaseForm;
  readonly lowest: ReleaseForm;
  /** Empty where nothing is ever shared. */
  readonly ranges: readonly ReachRange[];
  /** Every form above `withhold`, highest first; in all other circumstances it is not shared. */
  readonly steps: readonly ReachStep[];
};
