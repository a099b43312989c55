import type { Transaction } from "#services/platform/database/database.ts";

/** What a subscriber is told to forget: of whom, and which fields. */
export type ErasureRecall = {
  readonly noticeId: string;
  readonly personId: string;
  readonly fields: readonly string[];
};

/**
 * Has the receivers of notices told of them where they listen under the agreement, and wakes whoever does. Where it has ended nobody
 * listens under it any more: those notices are fetched.
 */
export async function askToRecall(tx: Transaction, agreementId: string, noticeIds: readonly string[]): Promise<void> {
  await tx`
    insert into gateway.erasure_recall (subscription_id, notice_id)
    select subscription_id, notice_id
    from gateway.erasure_notice join gateway.subscription using (agency_id)
    where notice_id = any(${[...noticeIds]}::uuid[]) and subscription.agreement_id = ${agreementId}
      and subscription.state <> 'closed' order by subscription_id, notice_id`;
  await tx`select pg_notify('hub_change', '')`;
}

/** The notices still to be told to a subscription; asked once, they are for the asker to settle. */
export async function takeRecalls(tx: Transaction, subscriptionId: string): Promise<readonly ErasureRecall[]> {
  return tx<ErasureRecall[]>`
    with taken as (delete from gateway.erasure_recall where subscription_id = ${subscriptionId} returning notice_id)
    select notice_id as "noticeId", notice.person_id as "personId", array_agg(distinct item.field order by item.field) as fields
    from taken join gateway.erasure_notice as notice using (notice_id) join gateway.erasure_item as item using (notice_id)
    group by notice_id, notice.person_id, notice.issued_at order by notice.issued_at, notice_id`;
}
