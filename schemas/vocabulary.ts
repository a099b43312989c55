/**
 * The closed lists that every part shares. Source: domain handbook sections 0, 3 and 7.3.
 * A value outside a list is refused wherever it arrives.
 */

export const AGENCY_TYPES = [
  "police",
  "probation",
  "yot",
  "housing",
  "drug-services",
  "prison",
  "electronic-monitoring",
  "iom-team",
  "mental-health",
  "vcs",
  "local-authority",
] as const;
export type AgencyType = (typeof AGENCY_TYPES)[number];

export const PURPOSES = [
  "iom-case-management",
  "iom-selection",
  "youth-transition",
  "crime-matching",
  "risk-management",
  "tenancy-support",
  "evaluation",
  "emergency",
  "dpo-audit",
] as const;
export type Purpose = (typeof PURPOSES)[number];

export const SENSITIVITY_CLASSES = [
  "id",
  "contact",
  "crim",
  "intel",
  "health",
  "equality",
  "youth",
  "victim",
  "loc",
  "op",
] as const;
export type SensitivityClass = (typeof SENSITIVITY_CLASSES)[number];

/** The form in which a value may leave, from nothing to everything; each field has its own ladder of them. */
export type ReleaseForm = "withhold" | "mask" | "pseudonymise" | `generalise:${string}` | "full";

/** Facts with one value per person. */
export const PERSON_FACTS = [
  "age-group",
  "lifecycle-state",
  "cohort",
  "transition-stage",
  "mappa",
  "sentence-treatment",
  "safeguarding-route",
  "duty-to-refer-consent",
] as const;
export type PersonFact = (typeof PERSON_FACTS)[number];

/** Facts that belong to one field, value or list item. */
export const CELL_FACTS = [
  "treatment-consent",
  "handling-code",
  "human-release",
  "condition-category",
  "need-pathway",
  "item-owner",
  "recall-executed",
  "risk-category",
] as const;
export type CellFact = (typeof CELL_FACTS)[number];

export type Fact = PersonFact | CellFact;

/** The closed value list of each fact; `unknown` is added to every one of them when a decision is made. */
export const FACT_VALUES = {
  "age-group": ["under-18", "adult"],
  "lifecycle-state": ["selection", "active", "custody", "transition", "closed"],
  cohort: ["fixed", "flex", "free", "none"],
  "transition-stage": ["none", "t1", "t2", "t3"],
  mappa: ["yes", "no"],
  "sentence-treatment": ["in-force", "none"],
  "safeguarding-route": ["open", "closed"],
  "duty-to-refer-consent": ["given", "not-given"],
  "treatment-consent": ["given", "refused", "withdrawn", "expired", "not-asked"],
  "handling-code": ["p", "c"],
  "human-release": ["released", "not-released"],
  "condition-category": ["residence", "exclusion", "treatment", "testing", "other"],
  "need-pathway": ["accommodation", "substance-misuse", "other"],
  "item-owner": ["recipient", "other"],
  "recall-executed": ["yes", "no"],
  "risk-category": ["child-protection", "other"],
} as const satisfies Record<Fact, readonly string[]>;

/** Days since the last good reading of the supplying feed after which a fact counts as unknown; null: the hub's own, never stale. */
export const FACT_MAX_AGE_DAYS = {
  "age-group": 1,
  "lifecycle-state": null,
  cohort: null,
  "transition-stage": 1,
  mappa: 30,
  "sentence-treatment": 30,
  "safeguarding-route": null,
  "duty-to-refer-consent": 90,
} as const satisfies Record<PersonFact, number | null>;
