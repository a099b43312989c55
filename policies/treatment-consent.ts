import type { ConsentRecord, PublishedRecord } from "#schemas/published-record.ts";
import { UNKNOWN } from "./condition.ts";

/** To whom and for what a value would go. */
export type ConsentQuestion = {
  readonly field: string;
  /** The recipient, and its host where it has one: consent to the police covers the team they host. */
  readonly recipients: readonly string[];
  readonly purpose: string;
  readonly nowMs: number;
};

/** The person's consent to this sharing: given while one in force covers it, else what was said last. */
export function treatmentConsentAt(consents: PublishedRecord["consents"], question: ConsentQuestion): string {
  if (consents === "unreadable") {
    return UNKNOWN;
  }
  const covering = consents.filter((consent) => covers(consent, question));
  if (covering.some((consent) => stateAt(consent, question.nowMs).state === "given")) {
    return "given";
  }
  const latest = covering
    .map((consent) => stateAt(consent, question.nowMs))
    .toSorted((a, b) => b.sinceMs - a.sinceMs)[0];
  return latest?.state ?? "not-asked";
}

function covers(consent: ConsentRecord, { field, recipients, purpose, nowMs }: ConsentQuestion): boolean {
  return (
    consent.fields.includes(field) &&
    consent.purposes.includes(purpose) &&
    recipients.some((recipient) => consent.recipients.includes(recipient)) &&
    hasBegunOrEnded(consent, nowMs)
  );
}

/** A consent withdrawn before its first hour is a withdrawal from then on: what was said last counts. */
function hasBegunOrEnded({ validFrom, withdrawnAt }: ConsentRecord, nowMs: number): boolean {
  return Date.parse(validFrom) <= nowMs || (withdrawnAt !== null && hasPassed(Date.parse(withdrawnAt), nowMs));
}

function stateAt(consent: ConsentRecord, nowMs: number): { readonly state: string; readonly sinceMs: number } {
  const withdrawnMs = consent.withdrawnAt === null ? null : Date.parse(consent.withdrawnAt);
  const expiredMs = consent.expiresAt === null ? null : Date.parse(consent.expiresAt);
  if (hasPassed(withdrawnMs, nowMs)) {
    return { state: "withdrawn", sinceMs: withdrawnMs };
  }
  if (consent.state === "refused") {
    return { state: "refused", sinceMs: Date.parse(consent.validFrom) };
  }
  return hasPassed(expiredMs, nowMs)
    ? { state: "expired", sinceMs: expiredMs }
    : { state: "given", sinceMs: Date.parse(consent.validFrom) };
}

/** An instant that cannot be read counts as passed: a consent is never longer than it can be shown to be. */
function hasPassed(instantMs: number | null, nowMs: number): instantMs is number {
  return instantMs !== null && !(instantMs > nowMs);
}
