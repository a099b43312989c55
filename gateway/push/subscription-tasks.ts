import type { Transaction } from "#services/platform/database/database.ts";

/**
 * Has what waits for these agencies about a person looked at again, and wakes whoever listens. Written with its cause: it is
 * there exactly when that is.
 */
export async function askToSettleAgain(
  tx: Transaction,
  { agencies, personId }: { readonly agencies: readonly string[]; readonly personId: string },
): Promise<void> {
  // Updating takes the row's lock: a run that is about to take the task waits, and then sees what this transaction did.
  await tx`
    insert into gateway.subscription_task (subscription_id, kind, person_id)
    select subscription_id, 'originator-cap', ${personId} from gateway.subscription
    where agency_id = any(${[...agencies]}::text[]) order by subscription_id
    on conflict (subscription_id, kind, person_id) do update set person_id = excluded.person_id`;
  await tx`select pg_notify('hub_change', '')`;
}

/** The people to look at again for a subscription; asked once, they are for the asker to settle. */
export async function takeTasks(tx: Transaction, subscriptionId: string): Promise<readonly string[]> {
  const rows = await tx<{ person_id: string }[]>`
    delete from gateway.subscription_task where subscription_id = ${subscriptionId} returning person_id`;
  return rows.map((row) => row.person_id).toSorted();
}
