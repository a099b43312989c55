import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Agreement, PermitRule } from "../agreement-document.ts";

/**
 * The rules that would share nothing, because no two different parties of theirs are both bound; an agreement with one
 * of them is not made active (design/agreements section 3, check 3).
 */
export function unboundRules({ rules, parties }: Agreement, bound: ReadonlySet<string>): readonly string[] {
  const ids = parties.map(({ id }) => id);
  return rules.flatMap((rule) => (rule.kind === "permit" && !hasBoundPair(rule, ids, bound) ? [rule.id] : []));
}

function hasBoundPair(rule: PermitRule, parties: readonly string[], bound: ReadonlySet<string>): boolean {
  const recipients = rule.to.flatMap(({ party }) => (party === "*" ? parties : [party]));
  return rule.from.some(
    (originator) =>
      bound.has(originator) && recipients.some((recipient) => recipient !== originator && bound.has(recipient)),
  );
}

/** The fields that a party gives under some permit. */
export function fieldsGivenBy({ rules }: Agreement, party: string): readonly FieldPath[] {
  const permits = rules.filter((rule) => rule.kind === "permit" && rule.from.includes(party));
  return [...new Set(permits.flatMap(({ grants }) => grants.flatMap(({ fields }) => fields)))].toSorted();
}
