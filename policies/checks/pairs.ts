import type { Agreement, Party, PermitRule, Rule } from "../agreement-document.ts";

/** An originator and a recipient between whom a rule moves data; never the same party. */
export type Pair = { readonly originator: Party; readonly recipient: Party };

/** Every pair of a permit whose two sides are known and different. */
export function pairsOf(agreement: Agreement, rule: PermitRule): readonly Pair[] {
  const originators = partiesNamed(agreement, rule.from);
  const recipients = recipientsOf(agreement, rule);
  return originators.flatMap((originator) =>
    recipients.filter((recipient) => recipient.id !== originator.id).map((recipient) => ({ originator, recipient })),
  );
}

/** The parties a rule is for; `*` is all of them. */
export function recipientsOf(agreement: Agreement, rule: Rule): readonly Party[] {
  const names = rule.to.map((recipient) => recipient.party);
  return names.includes("*") ? agreement.parties : partiesNamed(agreement, names);
}

function partiesNamed(agreement: Agreement, names: readonly string[]): readonly Party[] {
  return agreement.parties.filter((party) => names.includes(party.id));
}

/** True of a rule that names somebody who is no party: who gives what to whom cannot be judged then. */
export function namesStrangers(agreement: Agreement, rule: Rule): boolean {
  const named = [...(rule.from ?? []), ...rule.to.map(({ party }) => party)];
  return named.some((name) => name !== "*" && !agreement.parties.some(({ id }) => id === name));
}
