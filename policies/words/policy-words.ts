import { FACT_VALUES, type Fact } from "#schemas/vocabulary.ts";
import { UNKNOWN } from "../condition.ts";

/** How a fact is spoken of: `subject` before any of its values, and a clause of its own for when it is not known. */
type FactWords = {
  readonly subject: string;
  readonly values: Readonly<Record<string, string>>;
  readonly unknown: string;
  /** For "whatever it is, so long as it is known". */
  readonly known: string;
};

/** The words of data protection officers, not of programmers: no permit, predicate, attribute or null (design/agreements section 8). */
const FACT_WORDS = {
  "age-group": {
    subject: "the person is",
    values: { "under-18": "under 18", adult: "18 or over" },
    unknown: "the age is not known",
    known: "the age is known",
  },
  "lifecycle-state": {
    subject: "the IOM case is",
    values: {
      selection: "in selection",
      active: "active",
      custody: "in custody",
      transition: "in transition",
      closed: "closed",
    },
    unknown: "the state of the IOM case is not known",
    known: "the state of the IOM case is known",
  },
  cohort: {
    subject: "IOM registration is",
    values: { fixed: "fixed", flex: "flex", free: "free", none: "none" },
    unknown: "IOM registration is not known",
    known: "IOM registration is known",
  },
  "transition-stage": {
    subject: "the move to adult services is",
    values: { none: "not begun", t1: "begun", t2: "accepted", t3: "complete, the 18th birthday having come" },
    unknown: "the stage of the move to adult services is not known",
    known: "the stage of the move to adult services is known",
  },
  mappa: {
    subject: "the person is",
    values: { yes: "managed under MAPPA", no: "not managed under MAPPA" },
    unknown: "it is not known whether MAPPA applies",
    known: "it is known whether MAPPA applies",
  },
  "sentence-treatment": {
    subject: "the sentence",
    values: { "in-force": "requires treatment", none: "does not require treatment" },
    unknown: "it is not known whether the sentence requires treatment",
    known: "it is known whether the sentence requires treatment",
  },
  "safeguarding-route": {
    subject: "the safeguarding route is",
    values: { open: "open", closed: "closed" },
    unknown: "it is not known whether the safeguarding route is open",
    known: "it is known whether the safeguarding route is open",
  },
  "duty-to-refer-consent": {
    subject: "the person",
    values: { given: "has agreed to a housing referral", "not-given": "has not agreed to a housing referral" },
    unknown: "it is not known whether the person has agreed to a housing referral",
    known: "it is known whether the person has agreed to a housing referral",
  },
  "treatment-consent": {
    subject: "the person",
    values: {
      given: "has agreed",
      refused: "has refused agreement",
      withdrawn: "has withdrawn agreement",
      expired: "agreed once but the agreement has run out",
      "not-asked": "has not been asked to agree",
    },
    unknown: "it is not known whether the person has agreed",
    known: "it is known whether the person has agreed",
  },
  "handling-code": {
    subject: "the handling code is",
    values: { p: "P", c: "C" },
    unknown: "the handling code is not known",
    known: "the handling code is known",
  },
  "human-release": {
    subject: "a named person",
    values: { released: "has released it", "not-released": "has not released it" },
    unknown: "it is not known whether a named person has released it",
    known: "it is known whether a named person has released it",
  },
  "condition-category": {
    subject: "the condition concerns",
    values: {
      residence: "where to live",
      exclusion: "where not to go",
      treatment: "treatment",
      testing: "testing",
      other: "something else",
    },
    unknown: "it is not known what the condition concerns",
    known: "it is known what the condition concerns",
  },
  "need-pathway": {
    subject: "the need is",
    values: { accommodation: "accommodation", "substance-misuse": "substance misuse", other: "another one" },
    unknown: "it is not known what the need is",
    known: "it is known what the need is",
  },
  "item-owner": {
    subject: "the item is for",
    values: { recipient: "the recipient", other: "somebody else" },
    unknown: "it is not known whom the item is for",
    known: "it is known whom the item is for",
  },
  "recall-executed": {
    subject: "the recall",
    values: { yes: "has been carried out", no: "has not been carried out" },
    unknown: "it is not known whether the recall has been carried out",
    known: "it is known whether the recall has been carried out",
  },
  "risk-category": {
    subject: "the risk is",
    values: { "child-protection": "one of child protection", other: "of another kind" },
    unknown: "it is not known what kind of risk it is",
    known: "it is known what kind of risk it is",
  },
} as const satisfies Record<Fact, FactWords>;

/** A form as a change is told, and the shorter word for a table; a form not here is told by its own name. */
const FORM_WORDS: ReadonlyMap<string, { readonly told: string; readonly short: string }> = new Map(
  Object.entries({
    withhold: { told: "not shared", short: "not shared" },
    mask: { told: "only that it exists", short: "exists" },
    pseudonymise: { told: "as a pseudonym", short: "pseudonym" },
    full: { told: "in full", short: "in full" },
    "generalise:adjustments": { told: "as the adjustments needed", short: "adjustments" },
    "generalise:age-band": { told: "as an age band", short: "age band" },
    "generalise:any-arrears": { told: "as whether there are arrears", short: "any arrears" },
    "generalise:band": { told: "as a band", short: "band" },
    "generalise:category": { told: "as a category", short: "category" },
    "generalise:category-and-band": { told: "as category and band", short: "category, band" },
    "generalise:category-and-level": { told: "as category and level", short: "category, level" },
    "generalise:category-and-stage": { told: "as category and stage", short: "category, stage" },
    "generalise:count": { told: "as a count", short: "count" },
    "generalise:end-and-kind": { told: "as its end and kind", short: "end and kind" },
    "generalise:engaging-or-not": { told: "as engaging or not", short: "engaging or not" },
    "generalise:final-third": { told: "as whether it is the final third", short: "final third" },
    "generalise:five-groups": { told: "as one of five groups", short: "five groups" },
    "generalise:handling-advice": { told: "as handling advice", short: "handling advice" },
    "generalise:in-education": { told: "as in education or not", short: "in education" },
    "generalise:in-or-out": { told: "as in custody or not", short: "in or out" },
    "generalise:level": { told: "as a level", short: "level" },
    "generalise:local-authority": { told: "as the local authority", short: "local authority" },
    "generalise:m-f-other": { told: "as male, female or other", short: "m, f or other" },
    "generalise:month": { told: "as a month", short: "month" },
    "generalise:need-yes-no": { told: "as whether there is a need", short: "need or not" },
    "generalise:outward-code": { told: "as the first half of the postcode", short: "outward code" },
    "generalise:planned-or-not": { told: "as planned or not", short: "planned or not" },
    "generalise:police-allow-list": { told: "as the alerts the police may see", short: "police list" },
    "generalise:positive-or-not": { told: "as positive or not", short: "positive or not" },
    "generalise:release-date": { told: "as the release date", short: "release date" },
    "generalise:rosh": { told: "as the level of risk", short: "level of risk" },
    "generalise:substance-group": { told: "as a group of substances", short: "substance group" },
    "generalise:substitute-yes-no": { told: "as whether a substitute is prescribed", short: "substitute or not" },
    "generalise:support-group": { told: "as a group of support needs", short: "support group" },
    "generalise:tenancy-names": { told: "as names used in tenancies", short: "tenancy names" },
    "generalise:unavailable-until": { told: "as unavailable until when", short: "unavailable until" },
    "generalise:without-eligibility-dates": { told: "without eligibility dates", short: "fewer dates" },
  }),
);

/** `full` -> in full; `generalise:age-band` -> as an age band */
export function formInWords(form: string): string {
  return FORM_WORDS.get(form)?.told ?? `as ${form.replace("generalise:", "").replaceAll("-", " ")}`;
}

/** One or two words, for a cell of a table. */
export function formInShort(form: string): string {
  return FORM_WORDS.get(form)?.short ?? form.replace("generalise:", "").replaceAll("-", " ");
}

const ROLE_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    spo: "senior probation officer",
    dpo: "data protection officer",
    iomInspector: "IOM inspector",
    iomSergeant: "IOM sergeant",
    iomCoordinator: "IOM co-ordinator",
    yotWorker: "YOT worker",
    prisonRep: "prison representative",
    emHub: "electronic monitoring hub",
  }),
);

/** `housingOfficer` -> housing officer */
export function roleInWords(role: string): string {
  return ROLE_WORDS.get(role) ?? role.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Two values are never told by the same word, since a reader could not tell them apart. */
export function valueInWords(fact: Fact, value: string): string {
  const { values, unknown }: FactWords = FACT_WORDS[fact];
  return value === UNKNOWN ? unknown : (values[value] ?? value);
}

/** What is said of one fact when any of these values will do: the unknown case is always written out. */
export function factInWords(fact: Fact, accepted: readonly string[]): string {
  const { subject, unknown, known }: FactWords = FACT_WORDS[fact];
  const values = FACT_VALUES[fact].filter((value) => accepted.includes(value));
  if (values.length === FACT_VALUES[fact].length) {
    return known;
  }
  const told = `${subject} ${either(values.map((value) => valueInWords(fact, value)))}`;
  if (!accepted.includes(UNKNOWN)) {
    return told;
  }
  return values.length === 0 ? unknown : `${told}${values.length === 1 ? "" : ","} or ${unknown}`;
}

/** a, b or c */
function either(words: readonly string[]): string {
  return listed(words, "or");
}

/** a, b and c */
export function together(words: readonly string[]): string {
  return listed(words, "and");
}

function listed(words: readonly string[], last: string): string {
  const end = words.at(-1) ?? "";
  return words.length < 2 ? end : `${words.slice(0, -1).join(", ")} ${last} ${end}`;
}
