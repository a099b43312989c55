import type { Transaction } from "#services/platform/database/database.ts";

export type ErasureNotice = {
  readonly noticeId: string;
  /** The receiver that is to erase. */
  readonly receiver: string;
  readonly personId: string;
  readonly agreementId: string;
  readonly reason: "terminated" | "expired" | "narrowed";
  readonly issuedAt: Date;
  readonly answerDueAt: Date;
  readonly outcome: "erased" | "retained" | "partly" | null;
  readonly ground: string | null;
  readonly answeredAt: Date | null;
  readonly escalatedAt: Date | null;
  readonly fields: readonly NoticedField[];
};

/** Instants as text, as PostgreSQL writes them into JSON. */
export type NoticedField = {
  readonly field: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly deleteBy: string;
};

export type NoticePlace = { readonly issuedAt: Date; readonly noticeId: string };

type Page = { readonly after: NoticePlace; readonly limit: number };

/**
 * The notices that concern an agency, in order: those it is to answer, with every field; and those left unanswered, with the fields
 * that came from it. A field that came from several is listed once.
 */
export async function readNotices(
  tx: Transaction,
  agencyId: string,
  { after, limit }: Page,
): Promise<readonly ErasureNotice[]> {
  return tx<ErasureNotice[]>`
    select notice_id as "noticeId", agency_id as receiver, person_id as "personId", agreement_id as "agreementId", reason,
      issued_at as "issuedAt", answer_due_at as "answerDueAt", outcome, ground, answered_at as "answeredAt",
      escalated_at as "escalatedAt", own.fields
    from gateway.erasure_notice as notice, lateral (
      select jsonb_agg(jsonb_build_object('field', field, 'firstAt', first_at, 'lastAt', last_at, 'deleteBy', delete_by)
        order by field) as fields
      from (
        select field, min(first_at) as first_at, max(last_at) as last_at, min(delete_by) as delete_by
        from gateway.erasure_item as item
        where item.notice_id = notice.notice_id and (notice.agency_id = ${agencyId} or item.originator = ${agencyId})
        group by field) as each) as own
    where (issued_at, notice_id) > (${after.issuedAt}, ${after.noticeId}::uuid) and own.fields is not null
      and (agency_id = ${agencyId} or (escalated_at is not null and answered_at is null))
    order by issued_at, notice_id limit ${limit}`;
}

export type AnswerState = {
  readonly personId: string;
  readonly agreementId: string;
  readonly answered: boolean;
};

/** Locked, so that a notice is answered once. */
export async function lockNotice(tx: Transaction, agencyId: string, noticeId: string): Promise<AnswerState | null> {
  const [row] = await tx<AnswerState[]>`
    select person_id as "personId", agreement_id as "agreementId", answered_at is not null as answered
    from gateway.erasure_notice where agency_id = ${agencyId} and notice_id = ${noticeId} for update`;
  return row ?? null;
}

export type NoticeAnswer = {
  readonly noticeId: string;
  readonly outcome: "erased" | "retained" | "partly";
  readonly ground: string | null;
  readonly by: string;
  readonly at: Date;
};

export async function answerNotice(tx: Transaction, answer: NoticeAnswer): Promise<void> {
  await tx`
    update gateway.erasure_notice
    set outcome = ${answer.outcome}, ground = ${answer.ground}, answered_by = ${answer.by}, answered_at = ${answer.at}
    where notice_id = ${answer.noticeId}`;
}

/** What was erased is held no more, so no later recall goes there; what was given again since the notice is. */
export async function forgetGiven(tx: Transaction, noticeId: string): Promise<void> {
  await tx`
    delete from gateway.disclosed as given using gateway.erasure_notice as notice, gateway.erasure_item as item
    where notice.notice_id = ${noticeId} and item.notice_id = notice.notice_id
      and (given.agency_id, given.person_id) = (notice.agency_id, notice.person_id)
      and given.agreement_id in (notice.agreement_id, '')
      and (given.field, given.originator) = (item.field, item.originator) and given.last_at <= notice.issued_at`;
}

/** Marks what nobody answered in time; gives each originator whose values it was about with the notices that are now its business. */
export async function escalateNotices(tx: Transaction, now: Date): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx<{ originator: string; notices: readonly string[] }[]>`
    with escalated as (
      update gateway.erasure_notice set escalated_at = ${now}
      where answered_at is null and escalated_at is null and answer_due_at <= ${now} returning notice_id)
    select originator, array_agg(distinct notice_id::text) as notices
    from escalated join gateway.erasure_item using (notice_id) group by originator order by originator`;
  return new Map(rows.map(({ originator, notices }) => [originator, notices]));
}
