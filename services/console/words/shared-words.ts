import { countOf } from "./count.ts";

const GROUPS: Readonly<Record<string, string>> = {
  identity: "Who the person is",
  police: "Police",
  probation: "Probation",
  youth: "Youth",
  housing: "Housing",
  treatment: "Drug and alcohol treatment",
  custody: "Custody",
  tag: "Tag",
  iom: "IOM",
};

const FACTS: Readonly<Record<string, string>> = {
  "age-group": "Age",
  "lifecycle-state": "On the scheme",
  cohort: "IOM registration",
  "transition-stage": "Move to adult services",
  mappa: "MAPPA",
  "sentence-treatment": "Sentence requires treatment",
  "safeguarding-route": "Safeguarding route",
  "duty-to-refer-consent": "Agreed to a housing referral",
  "treatment-consent": "Agreed to share treatment",
  "handling-code": "Handling code",
  "human-release": "Released by a named person",
  "condition-category": "What the condition concerns",
  "need-pathway": "Which need",
  "item-owner": "Whom the item is for",
  "recall-executed": "Recall",
  "risk-category": "Kind of risk",
};

/** The words of "What is shared" and of its cells. */
export const SHARED_WORDS = {
  title: "What is shared",
  lead: (name: string) =>
    `${name}, in force. Pick a purpose and a kind of person. The table shows what your agency may see, and what each other agency may see of what yours gives.`,
  pickers: "Purpose and kind of person",
  agreement: "Agreement",
  purpose: "Purpose",
  any: "Any",
  notKnown: "Not known",
  show: "Show",
  table: "What each agency may see",
  depends: (count: number) =>
    count === 0
      ? "Nothing is left open."
      : `${countOf(count, "cell")} ${count === 1 ? "depends" : "depend"} on what is not picked.`,
  full: "In full",
  fullMeans: "the value itself",
  band: "As a band",
  bandMeans: "a less exact value",
  exists: "Only that it exists",
  existsMeans: "no value",
  dependsWord: "Depends",
  dependsMeans: "on the person, or on the role",
  none: "Not shared",
  own: "Their own",
  nothingOfYours: "Nothing of yours",
  choose: "Choose a cell to read exactly when, and under which clause.",
  information: "Information",
  empty: "Nothing is shared for this purpose with your agency or by it.",
  noAgreement: "No agreement of yours is in force, so nothing is shared with or by your agency.",
  fact: (fact: string) => FACTS[fact] ?? fact,
  group: (group: string) => GROUPS[group] ?? group,
  cellTitle: (field: string, party: string) => `${field}, to ${party}`,
  cellLead: (purpose: string) => `For ${purpose}.`,
  step: (form: string, from: string) => `${form}, from ${from}`,
  always: "Always.",
  underRule: "Clause",
  rule: "rule",
  cutBy: "cut by limit",
  otherwise: "In every other case, and where something that is asked about is not known: not shared.",
} as const;
