import type { Purpose } from "#schemas/vocabulary.ts";

/** As a purpose is named above every page; an agreement may word its own. */
const PURPOSES: Readonly<Record<Purpose, string>> = {
  "iom-case-management": "Managing a person in the IOM cohort",
  "iom-selection": "Choosing who joins the IOM cohort",
  "youth-transition": "Moving a young person to adult services",
  "crime-matching": "Comparing crimes with tag positions",
  "risk-management": "Managing risk of serious harm",
  "tenancy-support": "Finding and keeping accommodation",
  evaluation: "Measuring whether IOM works",
  emergency: "Immediate risk to life",
  "dpo-audit": "Data protection audit",
};

export function purposeLabel(purpose: Purpose): string {
  return PURPOSES[purpose];
}

/** `purpose` as it stands inside a sentence. */
export function purposeInSentence(purpose: string): string {
  const label: string = Object.entries(PURPOSES).find(([id]) => id === purpose)?.[1] ?? purpose;
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** First letter large, for the start of a line. */
export function atStart(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
