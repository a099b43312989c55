import { countOf } from "./count.ts";

const OUTLETS: Readonly<Record<string, string>> = {
  "people.read": "who asked",
  searches: "who searched",
  updates: "sent as an update",
};

const REASONS: Readonly<Record<string, string>> = {
  OWN_DATA: "It was the recipient’s own.",
  PERMITTED: "A rule allowed it.",
  LIMITED_BY_RULE: "A rule allowed it, and a limit made it less.",
  LIMITED_BY_ORIGINATOR: "A rule allowed it, and whoever gave it asked for less.",
  LIMITED_BY_EVIDENCE: "It was made less because what it rests on may not be seen.",
  FACT_UNKNOWN: "Something that the rule asks about was not known.",
  CONDITION_NOT_MET: "The rule’s condition was not met.",
  NO_RULE: "No rule allowed it.",
  TRANSFORM_FAILED: "The form could not be made, so nothing was given.",
  NOT_SHARED: "Not shared, or not held: to a recipient they are the same.",
};

/** The words of the disclosure log. */
export const LOG_WORDS = {
  title: "Disclosure log",
  lead: "Who was told what about whom, and under which clause. You see entries about information that your organisation gave or received. Your own searches here are recorded too, and the log may not be used to measure staff.",
  filter: "Filter",
  person: "Person",
  personHint: "The person’s hub reference. It is never put in the address of the page.",
  recipient: "Given to",
  anyone: "Anyone",
  field: "Information",
  anything: "Anything",
  since: "From",
  until: "To",
  dayHint: "For example, 21/11/2026",
  show: "Show entries",
  clear: "Clear",
  entries: (count: number, more: boolean) => `${more ? "Newest " : ""}${countOf(count, "entry", "entries")}`,
  none: "No entry of the past 30 days fits. Choose a longer period or less exact filters.",
  older: "Older entries",
  given: "Given",
  entry: (index: number | null) =>
    index === null ? "being entered in the log" : `entry ${index.toLocaleString("en-GB")}`,
  to: "To",
  reference: (reference: string) => `Person ${reference.slice(0, 8)}`,
  for: (purpose: string) => `For ${purpose}`,
  why: "Why this was allowed",
  whyTitle: "Why this was given",
  outlet: (outlet: string) => OUTLETS[outlet] ?? outlet,
  reason: (reason: string) => REASONS[reason] ?? reason,
  agreement: "Under",
  version: "version",
  facts: "What was known at that moment",
  noFacts: "Nothing that you may see was asked about.",
  notKept: "The version of that time is no longer kept here, so it cannot be decided again. The entry itself stands.",
  information: "Information",
  form: "Form",
  clause: "Clause",
  rule: "rule",
  reasonHead: "Why",
  gave: "Whose",
  left: "Given",
  notLeft: "Not given",
  proof: "Proof",
  proofText: (index: number | null) =>
    index === null
      ? "Recorded before it was given; it is being entered in the log."
      : `In the log at place ${index.toLocaleString("en-GB")}.`,
  wrongPerson: "Enter the person’s hub reference: 36 characters in five groups",
  wrongDay: "Enter a day such as 21/11/2026",
  wrongOrder: "The first day is after the last",
} as const;
