import type { Agreement } from "#policies/agreement-document.ts";
import { CATALOGUE, isField } from "#policies/catalogue.ts";
import { consentEndMs } from "#policies/consent-end.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { readRecords } from "../disclosure/read-record.ts";
import type { DueItem, GivenField } from "./erasure-store.ts";

const DAY_MS = 86_400_000;
/** After the end of the consent that let it be shared (design/agreements section 7). */
const AFTER_CONSENT_DAYS = 30;
const PEOPLE_A_READ = 200;

type Retaining = {
  readonly given: readonly GivenField[];
  readonly retention: Agreement["retention"];
  readonly hostOf: ReadonlyMap<string, string>;
  readonly now: Date;
};

/** Until when each field may be kept: by its class from when it was last given, and what was given by consent from its end. */
export async function deleteBy(tx: Transaction, retaining: Retaining): Promise<readonly DueItem[]> {
  const { given } = retaining;
  const treated = given.filter(({ field }) => isOfTreatment(field)).map(({ personId }) => personId);
  const consents = await readConsents(tx, [...new Set(treated)]);
  return given.map((one) => ({ ...one, deleteBy: dueOf(one, consents.get(one.personId) ?? [], retaining) }));
}

function dueOf(given: GivenField, consents: PublishedRecord["consents"], { retention, hostOf, now }: Retaining): Date {
  const { agencyId, field, lastAt } = given;
  const host = hostOf.get(agencyId);
  const recipients = host === undefined ? [agencyId] : [agencyId, host];
  const endMs = isOfTreatment(field) ? consentEndMs(consents, { field, recipients, endedMs: now.getTime() }) : null;
  if (endMs !== null) {
    return new Date(endMs + AFTER_CONSENT_DAYS * DAY_MS);
  }
  const kind = isField(field) ? CATALOGUE[field].sensitivity : null;
  // A class for which the agreement names no time may not be kept at all.
  const days = retention.find((term) => term.class === kind)?.keepDays ?? 0;
  return new Date(lastAt.getTime() + days * DAY_MS);
}

function isOfTreatment(field: string): boolean {
  return field.startsWith("treatment.");
}

async function readConsents(
  tx: Transaction,
  people: readonly string[],
): Promise<ReadonlyMap<string, PublishedRecord["consents"]>> {
  const consents = new Map<string, PublishedRecord["consents"]>();
  for (let from = 0; from < people.length; from += PEOPLE_A_READ) {
    for (const record of await readRecords(tx, people.slice(from, from + PEOPLE_A_READ))) {
      consents.set(record.personId, record.consents);
    }
  }
  return consents;
}
