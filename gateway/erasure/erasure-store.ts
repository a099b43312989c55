import { randomUUID } from "node:crypto";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Transaction } from "#services/platform/database/database.ts";

/** What one receiver was given of one person by one originator. */
export type GivenField = {
  readonly agencyId: string;
  readonly personId: string;
  readonly field: string;
  readonly originator: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
};

export type DueItem = GivenField & { readonly deleteBy: Date };

export type IssuedNotice = Pick<GivenField, "agencyId" | "personId"> & { readonly noticeId: string };

type End = {
  readonly agreementId: string;
  readonly version: number;
  readonly reason: "terminated" | "expired";
  readonly at: Date;
};

/** Resolves to false when this end was told before, also by another node at this moment. */
export async function markEnd(tx: Transaction, { agreementId, version, reason, at }: End): Promise<boolean> {
  const { count } = await tx`
    insert into gateway.agreement_end (agreement_id, version, reason, at)
    values (${agreementId}, ${version}, ${reason}, ${at}) on conflict do nothing`;
  return count === 1;
}

/** What was given under an agreement; what was given before that was kept may have been under any, and counts. */
export async function readGiven(
  tx: Transaction,
  agreementId: string,
  lost: ReadonlyMap<string, readonly FieldPath[]> | null,
): Promise<readonly GivenField[]> {
  const pairs = [...(lost ?? [])].flatMap(([agencyId, fields]) => fields.map((field) => [agencyId, field] as const));
  return tx<GivenField[]>`
    select agency_id as "agencyId", person_id as "personId", field, originator, min(first_at) as "firstAt",
      max(last_at) as "lastAt"
    from gateway.disclosed
    where agreement_id in (${agreementId}, '') and (${lost === null} or (agency_id, field) in (
      select * from unnest(${pairs.map(([agencyId]) => agencyId)}::text[], ${pairs.map(([, field]) => field)}::text[])))
    group by agency_id, person_id, field, originator`;
}

type NewNotices = {
  readonly given: readonly GivenField[];
  readonly agreementId: string;
  readonly reason: string;
  readonly issuedAt: Date;
  readonly answerDueAt: Date;
};

/** One notice for each receiver and person. */
export async function insertNotices(tx: Transaction, made: NewNotices): Promise<readonly IssuedNotice[]> {
  const { given, agreementId, reason, issuedAt, answerDueAt } = made;
  const each = new Map(given.map(({ agencyId, personId }) => [`${agencyId} ${personId}`, { agencyId, personId }]));
  const notices = [...each.values()].map((one) => ({ ...one, noticeId: randomUUID() }));
  await tx`
    insert into gateway.erasure_notice (notice_id, agency_id, person_id, agreement_id, reason, issued_at, answer_due_at)
    select notice_id, agency_id, person_id, ${agreementId}, ${reason}, ${issuedAt}, ${answerDueAt}
    from unnest(${notices.map(({ noticeId }) => noticeId)}::uuid[], ${notices.map(({ agencyId }) => agencyId)}::text[],
      ${notices.map(({ personId }) => personId)}::uuid[]) as issued (notice_id, agency_id, person_id)`;
  return notices;
}

const ITEMS_A_STATEMENT = 10_000;

export async function insertItems(
  tx: Transaction,
  notices: readonly IssuedNotice[],
  items: readonly DueItem[],
): Promise<void> {
  const ids = new Map(notices.map(({ agencyId, personId, noticeId }) => [`${agencyId} ${personId}`, noticeId]));
  for (let from = 0; from < items.length; from += ITEMS_A_STATEMENT) {
    const some = items.slice(from, from + ITEMS_A_STATEMENT);
    await tx`
      insert into gateway.erasure_item (notice_id, field, originator, first_at, last_at, delete_by)
      select * from unnest(
        ${some.map(({ agencyId, personId }) => ids.get(`${agencyId} ${personId}`) ?? "")}::uuid[],
        ${some.map(({ field }) => field)}::text[], ${some.map(({ originator }) => originator)}::text[],
        ${some.map(({ firstAt }) => firstAt.toISOString())}::timestamptz[],
        ${some.map(({ lastAt }) => lastAt.toISOString())}::timestamptz[],
        ${some.map((one) => one.deleteBy.toISOString())}::timestamptz[])`;
  }
}
