import type { FieldPath } from "#schemas/generated/field-paths.ts";

/** Complete when each of `every` has signed, and one of `oneOf` unless that is empty. */
export type RequiredParties = { readonly every: readonly string[]; readonly oneOf: readonly string[] };

/** Instants are UTC texts. `from` is when a step begins to act, which may be later than when it was written. */
type StepDetails = {
  /** `replaces`: the digest it was edited from; `again`: the version whose content it repeats. */
  readonly drafted: { readonly replaces: string | null; readonly again: number | null };
  readonly deleted: Readonly<Record<string, never>>;
  /** `base`: the version in force, or about to be, that it would replace. */
  readonly proposed: { readonly required: RequiredParties; readonly base: number | null };
  readonly returned: { readonly reason: string };
  /** `gains`: the keys of the gains that were ticked. */
  readonly approved: { readonly gains: readonly string[]; readonly note: string };
  /** `carried`: the parties that need not sign again and stay bound by their signature under `base`. */
  readonly activated: {
    readonly from: string;
    readonly base: number | null;
    readonly carried: readonly string[];
    readonly shadow: boolean;
  };
  /** `fields` null: everything under the agreement; else what this party gives of these fields. */
  readonly suspended: { readonly reason: string; readonly fields: readonly FieldPath[] | null };
  readonly resumed: { readonly reason: string };
  readonly terminated: { readonly reason: string; readonly from: string };
};

export type StepKind = keyof StepDetails;

/** One step in the life of one version: written once, never changed (design/agreements section 2). */
export type StatusEvent<Kind extends StepKind = StepKind> = {
  readonly [K in Kind]: {
    readonly kind: K;
    readonly version: number;
    readonly digest: string;
    /** Whose officer acted; null for what came with the hub's own folder. */
    readonly party: string | null;
    readonly actor: string | null;
    readonly at: string;
    readonly detail: StepDetails[K];
  };
}[Kind];
