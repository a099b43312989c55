import type { Transaction } from "#services/platform/database/database.ts";
import { readRecords } from "../disclosure/read-record.ts";
import type { PushDependencies } from "../push/push-dependencies.ts";
import { sentFields } from "../push/sent-fields.ts";
import { scopeOf } from "../push/settling.ts";
import { viewAfter, writeView } from "../push/subscription-view.ts";
import { digestsOf, lookAt } from "../push/view-change.ts";
import type { Subscription } from "./subscription.ts";

const PEOPLE_A_READ = 200;

/**
 * Notes what the subscriber would see of everybody it is about today, so that only what changes from now on is sent. People
 * it has a view of already keep it; a person who joins later starts from nothing.
 */
export async function takeBaseline(
  tx: Transaction,
  dependencies: PushDependencies,
  subscription: Subscription,
  now: Date,
): Promise<void> {
  const { subscriptionId } = subscription;
  const people = await tx<{ person_id: string }[]>`
    select person_id from published.person
    where person_id not in (
      select person_id from gateway.subscription_view where subscription_id = ${subscriptionId})`;
  const isInScope = await scopeOf(tx, subscription);
  const looking = { dependencies, subscription, now, mode: subscription.mode };
  for (let from = 0; from < people.length; from += PEOPLE_A_READ) {
    const some = people.slice(from, from + PEOPLE_A_READ).map((row) => row.person_id);
    for (const record of await readRecords(tx, some)) {
      const seen = isInScope(record) ? lookAt(looking, record, null) : null;
      if (seen !== null) {
        const digests = digestsOf(looking, record, seen.disclosure);
        const sent = sentFields(record, seen.permit, seen.disclosure);
        const { seen: fields } = viewAfter({ viewVersion: 0, seen: {} }, digests, sent, []);
        await writeView(tx, subscriptionId, record.personId, { viewVersion: 0, seen: fields });
      }
    }
  }
}
