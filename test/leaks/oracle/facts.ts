import type { ConsentRecord, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { OracleCondition } from "./agreement.ts";

const DAY_MS = 86_400_000;

/** The table of agreements.md section 1, typed again: person facts with their values and greatest age in days. */
const PERSON: Readonly<Record<string, { readonly values: readonly string[]; readonly maxAgeDays: number | null }>> = {
  "age-group": { values: ["under-18", "adult"], maxAgeDays: 1 },
  "lifecycle-state": { values: ["selection", "active", "custody", "transition", "closed"], maxAgeDays: null },
  cohort: { values: ["fixed", "flex", "free", "none"], maxAgeDays: null },
  "transition-stage": { values: ["none", "t1", "t2", "t3"], maxAgeDays: 1 },
  mappa: { values: ["yes", "no"], maxAgeDays: 30 },
  "sentence-treatment": { values: ["in-force", "none"], maxAgeDays: 30 },
  "safeguarding-route": { values: ["open", "closed"], maxAgeDays: null },
  "duty-to-refer-consent": { values: ["given", "not-given"], maxAgeDays: 90 },
};

const ITEM: Readonly<Record<string, readonly string[]>> = {
  "handling-code": ["p", "c"],
  "human-release": ["released", "not-released"],
  "condition-category": ["residence", "exclusion", "treatment", "testing", "other"],
  "need-pathway": ["accommodation", "substance-misuse", "other"],
  "recall-executed": ["yes", "no"],
  "risk-category": ["child-protection", "other"],
};

export type FactQuestion = {
  readonly now: Date;
  /** The recipient, and whom it counts as for consent: the team counts as the police force that hosts it. */
  readonly party: string;
  readonly host: string | null;
  readonly purpose: string;
  readonly field: string;
  readonly record: PublishedRecord;
  readonly value: HeldValue;
};

/** The value of one fact for one cell, `unknown` included. */
export function factValue(fact: string, question: FactQuestion): string {
  if (fact in PERSON) {
    return personFact(fact, question);
  }
  if (fact === "treatment-consent") {
    return treatmentConsent(question);
  }
  if (fact === "item-owner") {
    const owner = question.value.itemOwner;
    return owner === undefined ? "unknown" : owner === question.party ? "recipient" : "other";
  }
  const stated: Readonly<Record<string, string | undefined>> = question.value.itemFacts ?? {};
  return known(stated[fact], ITEM[fact] ?? []);
}

function known(value: string | undefined, values: readonly string[]): string {
  return value !== undefined && values.includes(value) ? value : "unknown";
}

function personFact(fact: string, { now, record }: FactQuestion): string {
  const rule = PERSON[fact];
  const timelines: Readonly<Record<string, PublishedRecord["facts"]["cohort"]>> = record.facts;
  const timeline = timelines[fact];
  if (rule === undefined || timeline === undefined) {
    return "unknown";
  }
  const age = now.getTime() - Date.parse(timeline.readAt);
  if (rule.maxAgeDays !== null && !(age <= rule.maxAgeDays * DAY_MS)) {
    return "unknown";
  }
  let inForce: string | undefined;
  for (const step of timeline.steps) {
    if (step.from === null || Date.parse(step.from) <= now.getTime()) {
      inForce = step.value;
    }
  }
  return known(inForce, rule.values);
}

function treatmentConsent(question: FactQuestion): string {
  const { record, now } = question;
  if (record.consents === "unreadable") {
    return "unknown";
  }
  const named = record.consents.filter((consent) => names(consent, question));
  if (named.some((consent) => stateAt(consent, now)?.state === "given")) {
    return "given";
  }
  const states = named.map((consent) => stateAt(consent, now)).filter((state) => state !== null);
  states.sort((one, other) => other.since - one.since);
  return states[0]?.state ?? "not-asked";
}

function names(consent: ConsentRecord, { party, host, purpose, field }: FactQuestion): boolean {
  const recipient = consent.recipients.includes(party) || (host !== null && consent.recipients.includes(host));
  return recipient && consent.purposes.includes(purpose) && consent.fields.includes(field);
}

/** What a consent says at an instant, and since when; null while it has not begun. */
function stateAt(consent: ConsentRecord, now: Date): { readonly state: string; readonly since: number } | null {
  const at = now.getTime();
  const from = Date.parse(consent.validFrom);
  const withdrawn = consent.withdrawnAt === null ? Number.POSITIVE_INFINITY : Date.parse(consent.withdrawnAt);
  const expires = consent.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(consent.expiresAt);
  if (withdrawn <= at) {
    return { state: "withdrawn", since: withdrawn };
  }
  if (from > at) {
    return null;
  }
  if (consent.state === "refused") {
    return { state: "refused", since: from };
  }
  return expires <= at ? { state: "expired", since: expires } : { state: "given", since: from };
}

export type Truth = "true" | "false" | "unknown";

/** Strong Kleene, agreements.md 4.5. */
export function truth(condition: OracleCondition | undefined, read: (fact: string) => string): Truth {
  if (condition === undefined) {
    return "true";
  }
  if ("fact" in condition) {
    const value = read(condition.fact);
    return value === "unknown" ? "unknown" : condition.is.includes(value) ? "true" : "false";
  }
  if ("not" in condition) {
    const inner = truth(condition.not, read);
    return inner === "unknown" ? "unknown" : inner === "true" ? "false" : "true";
  }
  const [members, deciding] = "all" in condition ? [condition.all, "false" as const] : [condition.any, "true" as const];
  const truths = members.map((member) => truth(member, read));
  if (truths.includes(deciding)) {
    return deciding;
  }
  return truths.includes("unknown") ? "unknown" : deciding === "false" ? "true" : "false";
}
