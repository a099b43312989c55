import type { Agreement, Gateway, PermitRule } from "../agreement-document.ts";
import { CATALOGUE, isField } from "../catalogue.ts";
import { implies } from "../condition.ts";
import type { Finding } from "../fault.ts";
import { gatewaysBetween, LEGAL_GATEWAYS } from "../legal-gateways.ts";
import { eachRule, inRule } from "./finding.ts";
import { namesStrangers, type Pair, pairsOf } from "./pairs.ts";

/** Section 3, check 6: the law lets each originator tell each recipient, and no gateway is named for show. */
export function checkGateways(agreement: Agreement): readonly Finding[] {
  return eachRule(agreement.rules, (rule, at) => {
    if (rule.kind !== "permit" || namesStrangers(agreement, rule)) {
      return [];
    }
    const pairs = pairsOf(agreement, rule);
    const usable = rule.gateways.filter((gateway) => isUsable(gateway, rule));
    return [...checkUncovered(rule, at, pairs, usable), ...checkUseless(rule, at, pairs, usable)];
  });
}

function isUsable(gateway: Gateway, rule: PermitRule): boolean {
  const needed = LEGAL_GATEWAYS[gateway].needsOneOf;
  const isMet = needed.length === 0 || needed.some(({ fact, value }) => implies(rule.when, fact, value));
  return isMet && !(gateway === "pcsca2022.s16" && hasHealthField(rule));
}

function hasHealthField(rule: PermitRule): boolean {
  const fields = rule.grants.flatMap((grant) => grant.fields);
  return fields.some((field) => isField(field) && CATALOGUE[field].sensitivity === "health");
}

function checkUncovered(
  rule: PermitRule,
  at: number,
  pairs: readonly Pair[],
  usable: readonly Gateway[],
): readonly Finding[] {
  return pairs
    .filter(({ originator, recipient }) => gatewaysBetween(usable, originator, recipient).length === 0)
    .map(({ originator, recipient }) =>
      inRule(
        "gateways",
        rule,
        at,
        ["gateways"],
        `no gateway named here lets ${originator.label} tell ${recipient.label}.`,
      ),
    );
}

function checkUseless(
  rule: PermitRule,
  at: number,
  pairs: readonly Pair[],
  usable: readonly Gateway[],
): readonly Finding[] {
  return rule.gateways.flatMap((gateway, place) => {
    const serves = pairs.some(
      ({ originator, recipient }) =>
        usable.includes(gateway) && gatewaysBetween([gateway], originator, recipient).length > 0,
    );
    const message = `gateway ${gateway} serves nobody here: ${LEGAL_GATEWAYS[gateway].inWords}.`;
    return serves ? [] : [inRule("gateways", rule, at, ["gateways", place], message)];
  });
}
