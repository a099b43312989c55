import type { Agreement } from "../agreement-document.ts";
import type { Finding } from "../fault.ts";
import { indexAgreement } from "../index-agreement.ts";
import { ALWAYS_ACTIVE, type LoadedAgreement } from "../policy-set.ts";
import { eachRule, inRule } from "./finding.ts";
import { hasEffect } from "./rule-effect.ts";

/** Section 3, check 8: a permit that changes no decision promises what the agreement does not do. All parties bound. */
export function checkEffect(agreement: LoadedAgreement): readonly Finding[] {
  return eachRule(agreement.document.rules, (rule, at) =>
    rule.kind === "permit" && !hasEffect(agreement, rule.id)
      ? [
          inRule(
            "effect",
            rule,
            at,
            [],
            "it changes nothing: other rules give as much already, or limits take it away.",
          ),
        ]
      : [],
  );
}

/**
 * Limits of a sound agreement that change no decision today. They are no faults: they stand guard against rules still
 * to come, and a data protection officer is shown them.
 */
export function standingGuards(agreement: Agreement): readonly Finding[] {
  const boundFrom = Object.fromEntries(agreement.parties.map((party) => [party.id, agreement.effective.from]));
  const loaded = indexAgreement(agreement, { steps: ALWAYS_ACTIVE, boundFrom, withheld: [] });
  return eachRule(agreement.rules, (rule, at) =>
    rule.kind === "limit" && !hasEffect(loaded, rule.id)
      ? [inRule("effect", rule, at, [], "it changes nothing today and stands guard against rules to come.")]
      : [],
  );
}
