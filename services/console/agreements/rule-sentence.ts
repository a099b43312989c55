import { factInWords, formInWords, roleInWords, together } from "#policies/words/policy-words.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { Fact } from "#schemas/vocabulary.ts";
import { RULE_WORDS } from "../words/rule-words.ts";
import { type AgreementText, type ConditionText, partyLabel, type RuleText } from "./agreement-text.ts";

/** A rule as a person reads it: who, for what, when; then what, in which form; then what happens when something is not known. */
export type RuleSentence = {
  readonly opening: string;
  readonly grants: readonly { readonly fields: string; readonly form: string }[];
  readonly from: string | null;
  readonly unknown: readonly string[];
  readonly onward: string | null;
};

export function sentenceOf(rule: RuleText, text: AgreementText): RuleSentence {
  const who = together(rule.to.map(({ party, roles = [] }) => recipient(text, party, roles)));
  const when = rule.when === undefined ? "" : RULE_WORDS.when(conditionInWords(rule.when));
  const why = rule.purposes.includes("*") ? RULE_WORDS.anyPurpose : RULE_WORDS.purposes(purposesOf(rule, text));
  const isPermit = rule.kind === "permit";
  return {
    opening: isPermit ? RULE_WORDS.permit(who, why, when) : RULE_WORDS.limit(who, why, when),
    grants: rule.grants.map(({ form, fields }) => ({
      fields: together(fields.map((field) => CATALOGUE[field]?.title ?? field)),
      form: formInWords(form),
    })),
    from: rule.from === undefined ? null : together(rule.from.map((party) => partyLabel(text, party))),
    unknown: unknownCases(rule),
    onward: isPermit ? (RULE_WORDS.onward[rule.onward ?? text.onward.default] ?? null) : null,
  };
}

function recipient(text: AgreementText, party: string, roles: readonly string[]): string {
  const label = partyLabel(text, party);
  return roles.length === 0 ? label : RULE_WORDS.rolesOf(together(roles.map((role) => `${roleInWords(role)}s`)), label);
}

function purposesOf({ purposes }: RuleText, text: AgreementText): string {
  const labels = purposes.map((purpose) => text.purposes.find(({ id }) => id === purpose)?.label ?? purpose);
  return labels.map((label) => label.charAt(0).toLowerCase() + label.slice(1)).join(RULE_WORDS.or);
}

/** `(the IOM case is active or in custody) and (the person has agreed)`: brackets only where and meets or. */
function conditionInWords(condition: ConditionText): string {
  if ("fact" in condition) return factInWords(condition.fact, condition.is);
  if ("not" in condition) return RULE_WORDS.not(conditionInWords(condition.not));
  const [parts, link] = "all" in condition ? [condition.all, RULE_WORDS.and] : [condition.any, RULE_WORDS.or];
  return parts
    .map((part) => (isPlain(part) || parts.length === 1 ? conditionInWords(part) : `(${conditionInWords(part)})`))
    .join(link);
}

function isPlain(condition: ConditionText): boolean {
  return "fact" in condition || "not" in condition;
}

/** Written out for every fact that the rule asks about, and never optional: not known never lets more through. */
function unknownCases({ when, kind }: RuleText): readonly string[] {
  if (when === undefined) return [];
  return factsIn(when).map((fact) => {
    const unknown = factInWords(fact, ["unknown"]);
    return kind === "permit" ? RULE_WORDS.unknownPermit(unknown) : RULE_WORDS.unknownLimit(unknown);
  });
}

function factsIn(condition: ConditionText): readonly Fact[] {
  if ("fact" in condition) return [condition.fact];
  if ("not" in condition) return factsIn(condition.not);
  return [...new Set(("all" in condition ? condition.all : condition.any).flatMap(factsIn))];
}
