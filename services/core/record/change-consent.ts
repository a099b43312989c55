import type { ConsentRecord } from "#schemas/published-record.ts";
import type { HeldConsent } from "./record-state.ts";

/**
 * The newer statement of a consent stands, except that a withdrawal stays: what was withdrawn is given anew as
 * another consent, and a file that is sent again must not bring it back.
 */
export function changeConsent(held: HeldConsent | undefined, given: HeldConsent): HeldConsent {
  if (held === undefined) {
    return given;
  }
  const newer = isOlder(given, held) ? held : given;
  const withdrawnAt = earliest(held.consent.withdrawnAt, given.consent.withdrawnAt);
  return { ...newer, consent: { ...newer.consent, withdrawnAt } };
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
