import type { AgreementDiff, FormChange, TermsChange } from "../agreement-diff.ts";
import { CATALOGUE } from "../catalogue.ts";
import { circumstancesInWords } from "./circumstances-in-words.ts";
import { periodsInWords } from "./periods-in-words.ts";
import { formInWords, roleInWords, together } from "./policy-words.ts";

/** The names that a version gives to its parties and purposes. */
export type Labels = Pick<AgreementDiff, "parties" | "purposes">;

/** One change of form for several roles, purposes and originators at once: every combination of them. */
export type SharedChange = Pick<FormChange, "party" | "field" | "direction" | "from" | "to" | "when" | "during"> & {
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  readonly originators: readonly string[];
};

/** `GAINS Solent Council Housing (housing officer), for *Finding and keeping accommodation*: Risk level: not shared -> in full, where ...` */
export function changeInWords(change: SharedChange, labels: Labels): string {
  const who = `${partyInWords(change.party, labels)} (${together(change.roles.map(roleInWords))})`;
  const why = together(change.purposes.map((purpose) => `*${labels.purposes[purpose] ?? purpose}*`));
  const what = `${CATALOGUE[change.field].title}${originatorsInWords(change, labels)}`;
  const forms = `${formInWords(change.from)} -> ${formInWords(change.to)}`;
  const when = `${circumstancesInWords(change.when)}${periodsInWords(change.during)}`;
  return `${change.direction === "gain" ? "GAINS" : "LOSES"} ${who}, for ${why}: ${what}: ${forms}${when}`;
}

function partyInWords(party: string, { parties }: Labels): string {
  return parties[party]?.label ?? party;
}

/** A field that one agency alone can hold needs no word about whose it is. */
function originatorsInWords({ field, originators }: SharedChange, labels: Labels): string {
  const isPlain = CATALOGUE[field].owner !== "any" && originators.length === 1;
  return isPlain ? "" : ` from ${together(originators.map((originator) => partyInWords(originator, labels)))}`;
}

const EFFECT_WORDS = {
  widens: "ALLOWS MORE",
  narrows: "ALLOWS LESS",
  rewords: "NEW WORDS",
  none: "ALSO",
} as const satisfies Record<TermsChange["effect"], string>;

const VALUE_WORDS: ReadonlyMap<string, string> = new Map([
  ["never", "may not be passed on"],
  ["with-originator-consent", "may be passed on when whoever gave it agrees"],
  ["parties-same-purpose", "may be passed to other parties for the same purpose"],
]);

/** `ALLOWS MORE retention (health kept): 30 days -> 60 days` */
export function termInWords(change: TermsChange, labels: Labels): string {
  const { term, subject, before, after, effect, recipients, fields } = change;
  const named = labels.parties[subject]?.label ?? subject;
  const about = fields === undefined ? "" : `, ${together(recipients.map((party) => partyInWords(party, labels)))}`;
  const titles = fields === undefined ? "" : `: ${together(fields.map((field) => CATALOGUE[field].title))}`;
  return `${EFFECT_WORDS[effect]} ${term.replace("-", " ")} (${named}${about})${titles}: ${told(term, before)} -> ${told(term, after)}`;
}

function told(term: TermsChange["term"], value: string | null): string {
  if (term === "limit") {
    return value === null ? "no limit" : `at most ${formInWords(value)}`;
  }
  const nothing = term === "retention" ? "no limit" : "nothing";
  return value === null ? nothing : (VALUE_WORDS.get(value) ?? value);
}
