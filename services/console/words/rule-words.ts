const ONWARD: Readonly<Record<string, string>> = {
  never: "It may never be passed on.",
  "with-originator-consent": "It may be passed on when whoever gave it agrees.",
  "parties-same-purpose": "It may be passed to other parties for the same purpose.",
};

/** A rule as a sentence, and what is said when something is not known. */
export const RULE_WORDS = {
  permit: (who: string, why: string, when: string) => `${start(who)} may see, ${why}${when}:`,
  limit: (who: string, why: string, when: string) =>
    `Whatever else this agreement says, ${who} see no more than this, ${why}${when}:`,
  rolesOf: (roles: string, party: string) => `${roles} of ${party}`,
  purposes: (purposes: string) => `for ${purposes}`,
  anyPurpose: "for any purpose",
  when: (condition: string) => `, when ${condition}`,
  not: (condition: string) => `it is not so that ${condition}`,
  and: " and ",
  or: " or ",
  unknownPermit: (unknown: string) => `If ${unknown}: not shared under this rule.`,
  unknownLimit: (unknown: string) => `If ${unknown}: the limit holds.`,
  onward: ONWARD,
  from: "From",
  rule: "rule",
  clause: "Clause",
} as const;

function start(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
