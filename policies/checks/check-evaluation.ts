import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Agreement, Rule } from "../agreement-document.ts";
import { CATALOGUE, isField } from "../catalogue.ts";
import type { Finding } from "../fault.ts";
import { eachRule, inRule } from "./finding.ts";
import { recipientsOf } from "./pairs.ts";

const QUASI_IDENTIFIERS: readonly FieldPath[] = [
  "identity.dateOfBirth",
  "identity.gender",
  "identity.ethnicity16Plus1",
  "housing.currentAddress",
  "police.offendingHistory",
];
const QUASI_IDENTIFIERS_MAX = 3;

/** Section 3, check 8: what is shared to measure a scheme must not say who anybody is. */
export function checkEvaluation(agreement: Agreement): readonly Finding[] {
  return eachRule(agreement.rules, (rule, at) =>
    isForEvaluation(rule) ? [...checkIdentifiers(rule, at), ...checkTogether(agreement, rule, at)] : [],
  );
}

function isForEvaluation(rule: Rule): boolean {
  return rule.kind === "permit" && rule.purposes.includes("evaluation");
}

function checkIdentifiers(rule: Rule, at: number): readonly Finding[] {
  return rule.grants.flatMap(({ form, fields }, place) =>
    fields.flatMap((field, index) =>
      form === "full" && isField(field) && CATALOGUE[field].sensitivity === "id"
        ? [
            inRule(
              "evaluation",
              rule,
              at,
              ["grants", place, "fields", index],
              `${field} says who somebody is; for evaluation it may leave only generalised or as a pseudonym.`,
            ),
          ]
        : [],
    ),
  );
}

/** Counted over all that one recipient gets, since rules add up. */
function checkTogether(agreement: Agreement, rule: Rule, at: number): readonly Finding[] {
  return recipientsOf(agreement, rule).flatMap((recipient) => {
    const rules = agreement.rules.filter(isForEvaluation).filter((other) => reaches(agreement, other, recipient.id));
    const fields = new Set(rules.flatMap((other) => other.grants.flatMap((grant) => grant.fields)));
    const together = QUASI_IDENTIFIERS.filter((field) => fields.has(field));
    const message = `${recipient.label} would get ${together.join(", ")} together, which can single a person out; at most ${QUASI_IDENTIFIERS_MAX} of them may go to one recipient.`;
    return together.length > QUASI_IDENTIFIERS_MAX ? [inRule("evaluation", rule, at, ["grants"], message)] : [];
  });
}

function reaches(agreement: Agreement, rule: Rule, party: string): boolean {
  return recipientsOf(agreement, rule).some((recipient) => recipient.id === party);
}
