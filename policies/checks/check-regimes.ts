import type { Agreement, PermitRule, Regime } from "../agreement-document.ts";
import type { Finding } from "../fault.ts";
import { eachRule, inRule } from "./finding.ts";
import { type Pair, pairsOf } from "./pairs.ts";

/** Section 3, check 5: each disclosure has a basis on the side that gives and on the side that receives. */
export function checkRegimes(agreement: Agreement): readonly Finding[] {
  return eachRule(agreement.rules, (rule, at) => {
    if (rule.kind !== "permit") {
      return [];
    }
    const sentences = pairsOf(agreement, rule).flatMap((pair) => missingBases(agreement, rule, pair));
    return [...new Set(sentences)].map((sentence) => inRule("regimes", rule, at, ["bases"], sentence));
  });
}

function missingBases(agreement: Agreement, rule: PermitRule, { originator, recipient }: Pair): readonly string[] {
  return [
    ...(hasBasis(agreement, rule, originator.regime) ? [] : [`no basis is named on which ${originator.label} gives.`]),
    ...(hasBasis(agreement, rule, recipient.regime) ? [] : [`no basis is named on which ${recipient.label} receives.`]),
  ];
}

function hasBasis(agreement: Agreement, rule: PermitRule, regime: Regime): boolean {
  return agreement.bases.some((basis) => rule.bases.includes(basis.id) && basis.regime === regime);
}
