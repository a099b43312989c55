import type { ConsentRecord, PublishedRecord } from "#schemas/published-record.ts";

type Question = {
  readonly field: string;
  /** The recipient, and its host where it has one. */
  readonly recipients: readonly string[];
  /** When the sharing ended: a consent that still runs then serves nothing any more. */
  readonly endedMs: number;
};

/**
 * When the last consent to share a field with a recipient ended, in milliseconds; null where none was ever given, so that the
 * field was not shared by consent.
 */
export function consentEndMs(consents: PublishedRecord["consents"], question: Question): number | null {
  if (consents === "unreadable") {
    return null;
  }
  const ends = consents
    .filter((consent) => covers(consent, question))
    .map((consent) => endOf(consent, question.endedMs));
  return ends.length === 0 ? null : Math.max(...ends);
}

function covers({ state, fields, recipients: named, validFrom }: ConsentRecord, question: Question): boolean {
  const { field, recipients, endedMs } = question;
  const begun = Date.parse(validFrom) <= endedMs;
  return state === "given" && begun && fields.includes(field) && recipients.some((one) => named.includes(one));
}

function endOf({ withdrawnAt, expiresAt }: ConsentRecord, endedMs: number): number {
  const instants = [withdrawnAt, expiresAt].flatMap((instant) => (instant === null ? [] : [Date.parse(instant)]));
  return Math.min(endedMs, ...instants.filter((instantMs) => !Number.isNaN(instantMs)));
}
