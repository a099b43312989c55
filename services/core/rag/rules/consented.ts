import type { Consent } from "../rag-evidence.ts";
import type { Question } from "./rule-hit.ts";

const PURPOSE = "iom-case-management";
/** Consent to the police covers the team they host, as it does for policy (design/agreements). */
const TEAM_TYPES: ReadonlySet<string> = new Set(["iom-team", "police"]);

/**
 * Whether a consent in force lets the IOM team have a drug service's field. Without one its evidence counts for nothing, since
 * the colour goes to everyone (handbook 6.1).
 */
export function isConsented({ evidence, settings, now }: Question, field: string, takenBy: string): boolean {
  const team = new Set(
    settings.agencies.flatMap(({ agencyId, agencyType }) => (TEAM_TYPES.has(agencyType) ? agencyId : [])),
  );
  return evidence.consents.some(
    (consent) =>
      consent.takenBy === takenBy &&
      consent.fields.includes(field) &&
      consent.purposes.includes(PURPOSE) &&
      consent.recipients.some((recipient) => team.has(recipient)) &&
      isInForce(consent, now.getTime()),
  );
}

/** An instant that cannot be read ends a consent and begins none. */
function isInForce({ validFrom, expiresAt, withdrawnAt }: Consent, nowMs: number): boolean {
  return (
    Date.parse(validFrom) <= nowMs &&
    (expiresAt === null || Date.parse(expiresAt) > nowMs) &&
    (withdrawnAt === null || Date.parse(withdrawnAt) > nowMs)
  );
}

/** The instants at which a consent begins or ends. */
export function consentInstants({ evidence }: Question): readonly number[] {
  return evidence.consents
    .flatMap(({ validFrom, expiresAt, withdrawnAt }) => [validFrom, expiresAt, withdrawnAt])
    .flatMap((instant) => (instant === null ? [] : Date.parse(instant)));
}
