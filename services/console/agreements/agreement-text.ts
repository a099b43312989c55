import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact, Purpose, ReleaseForm } from "#schemas/vocabulary.ts";

/** What the pages read of an agreement's text. The hub hands out only what has met the schema. */
export type AgreementText = {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly effective: { readonly from: string; readonly to: string; readonly reviewBy: string };
  readonly parties: readonly { readonly id: string; readonly label: string; readonly roles: readonly string[] }[];
  readonly purposes: readonly { readonly id: Purpose; readonly label: string }[];
  readonly bases: readonly { readonly id: string; readonly label: string; readonly provision: string }[];
  readonly clauses: readonly { readonly id: string; readonly text: string }[];
  readonly rules: readonly RuleText[];
  readonly onward: { readonly default: string };
};

export type RuleText = {
  readonly id: string;
  readonly clause: string;
  readonly kind: "permit" | "limit";
  readonly from?: readonly string[];
  readonly to: readonly { readonly party: string; readonly roles?: readonly string[] }[];
  readonly purposes: readonly string[];
  readonly grants: readonly { readonly form: ReleaseForm; readonly fields: readonly FieldPath[] }[];
  readonly when?: ConditionText;
  readonly bases?: readonly string[];
  readonly onward?: string;
  readonly note?: string;
};

export type ConditionText =
  | { readonly fact: Fact; readonly is: readonly string[] }
  | { readonly not: ConditionText }
  | { readonly all: readonly ConditionText[] }
  | { readonly any: readonly ConditionText[] };

/** The hub's own schema has been met, so this is a reading and not a check. */
export function asText(document: { readonly [name: string]: unknown }): AgreementText {
  return document as unknown as AgreementText;
}

export function partyLabel({ parties }: Pick<AgreementText, "parties">, party: string): string {
  return parties.find(({ id }) => id === party)?.label ?? party;
}
