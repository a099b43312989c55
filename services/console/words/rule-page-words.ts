/** The words of one rule's page, where its sentence can be changed into a draft. */
export const RULE_PAGE_WORDS = {
  title: (rule: string) => `Rule ${rule}`,
  sentence: "The rule, as one sentence",
  from: "From",
  begin: "Save as a new draft",
  save: "Save to the draft",
  unknown: "When something is not known",
  clause: (clause: string) => `Clause ${clause}, as signed`,
} as const;
