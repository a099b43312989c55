import type { ConsentRecord } from "#schemas/published-record.ts";
import type { HeldConsent } from "./record-state.ts";

/** Of a withdrawal whose terms could not be read. A consent with terms has some of each, so nothing is allowed by these. */
export const NO_TERMS = { fields: [], recipients: [], purposes: [] } as const;

/** True once it is known what the person agreed to. */
export function hasTerms({ fields }: Pick<ConsentRecord, "fields">): boolean {
  return fields.length > 0;
}

/**
 * The newer statement of a consent stands, except that a withdrawal stays: what was withdrawn is given anew as
 * another consent, and a file that is sent again must not bring it back. One without terms leaves those that are known.
 */
export function changeConsent(held: HeldConsent | undefined, given: HeldConsent): HeldConsent {
  if (held === undefined) {
    return given;
  }
  const standing = stands(held, given) ? held : given;
  const withdrawnAt = earliest(held.consent.withdrawnAt, given.consent.withdrawnAt);
  return { ...standing, consent: { ...standing.consent, withdrawnAt } };
}

function stands(held: HeldConsent, given: HeldConsent): boolean {
  return hasTerms(held.consent) === hasTerms(given.consent) ? isOlder(given, held) : hasTerms(held.consent);
}

export function consentKey({ takenBy, consentId }: Pick<ConsentRecord, "takenBy" | "consentId">): string {
  return JSON.stringify([takenBy, consentId]);
}

function isOlder(a: HeldConsent, b: HeldConsent): boolean {
  const order =
    Date.parse(a.eventTime) - Date.parse(b.eventTime) || Date.parse(a.recordedTime) - Date.parse(b.recordedTime);
  return order < 0;
}

function earliest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) {
    return a ?? b;
  }
  return Date.parse(a) <= Date.parse(b) ? a : b;
}
