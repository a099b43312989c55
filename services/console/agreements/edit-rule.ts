import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";
import type { AgreementText, RuleText } from "./agreement-text.ts";

/** A form for each field of a rule; `withhold` takes the field out of it. */
export type ChosenForms = ReadonlyMap<FieldPath, ReleaseForm>;

/** The fields of a rule with the form each has in it. */
export function formsOf({ grants }: Pick<RuleText, "grants">): ChosenForms {
  return new Map(grants.flatMap(({ form, fields }) => fields.map((field) => [field, form] as const)));
}

/** The agreement with other forms in one rule; a rule that gives nothing any more is gone. Nothing else is touched. */
export function withForms(text: AgreementText, ruleId: string, chosen: ChosenForms): AgreementText {
  const rules = text.rules
    .map((rule) => (rule.id === ruleId ? { ...rule, grants: grantsOf(chosen) } : rule))
    .filter(({ grants }) => grants.length > 0);
  return { ...text, rules };
}

function grantsOf(chosen: ChosenForms): RuleText["grants"] {
  const grants = new Map<ReleaseForm, FieldPath[]>();
  for (const [field, form] of chosen) {
    if (form !== "withhold") grants.set(form, [...(grants.get(form) ?? []), field]);
  }
  return [...grants].map(([form, fields]) => ({ form, fields }));
}
