import type { Agreement, PermitRule, Regime } from "../agreement-document.ts";
import { CATALOGUE, isField, isNeverShared } from "../catalogue.ts";
import type { Finding } from "../fault.ts";
import { eachRule, inRule } from "./finding.ts";
import { recipientsOf } from "./pairs.ts";

const REGIME_IN_WORDS: Readonly<Record<Regime, string>> = {
  lawEnforcement: "law enforcement (DPA 2018 Part 3)",
  general: "general processing (UK GDPR)",
};

/** Section 3, check 4: health, ethnicity, religion, sexuality and disability need more than an ordinary field does. */
export function checkSpecialCategory(agreement: Agreement): readonly Finding[] {
  return eachRule(agreement.rules, (rule, at) => {
    const special = rule.grants
      .flatMap((grant) => grant.fields)
      .filter((field) => isField(field) && CATALOGUE[field].special && !isNeverShared(field));
    return rule.kind === "permit" && special.length > 0 ? checkRule(agreement, rule, at, special.join(", ")) : [];
  });
}

function checkRule(agreement: Agreement, rule: PermitRule, at: number, fields: string): readonly Finding[] {
  const about = (path: readonly string[], message: string) => inRule("special-category", rule, at, path, message);
  const condition = rule.when === undefined ? [about([], `${fields}: special-category data needs a condition.`)] : [];
  const policy =
    agreement.documents.appropriatePolicyDocument === undefined
      ? [about([], `${fields}: special-category data needs an appropriate policy document, and none is named.`)]
      : [];
  const bases = regimesOf(agreement, rule)
    .filter((regime) => !hasConditionedBasis(agreement, rule, regime))
    .map((regime) =>
      about(
        ["bases"],
        `${fields}: no basis with a special-category condition is named for ${REGIME_IN_WORDS[regime]}.`,
      ),
    );
  return [...condition, ...policy, ...bases];
}

function regimesOf(agreement: Agreement, rule: PermitRule): readonly Regime[] {
  const originators = agreement.parties.filter((party) => rule.from.includes(party.id));
  return [...new Set([...originators, ...recipientsOf(agreement, rule)].map((party) => party.regime))];
}

function hasConditionedBasis(agreement: Agreement, rule: PermitRule, regime: Regime): boolean {
  return agreement.bases.some(
    (basis) => rule.bases.includes(basis.id) && basis.regime === regime && basis.specialCategoryCondition !== undefined,
  );
}
