import type { Purpose } from "#schemas/vocabulary.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import type { FeedPosition } from "../push/change-feed.ts";
import { TOLD_SUSPENDED } from "../push/terms-told.ts";
import type { Subscription, SubscriptionScope } from "./subscription.ts";

type SubscriptionRow = {
  readonly subscription_id: string;
  readonly agency_id: string;
  readonly name: string;
  readonly purpose: Purpose;
  readonly agreement_id: string;
  readonly scope: SubscriptionScope;
  readonly mode: Subscription["mode"];
  readonly state: Subscription["state"];
  readonly version: number;
  readonly created_at: Date;
  readonly settled_xid: string;
  readonly settled_change: string;
  readonly last_seq: string;
  readonly told: string | null;
};

export async function findSubscription(
  sql: Sql | Transaction,
  agencyId: string,
  name: string,
): Promise<Subscription | null> {
  const [row] = await sql<SubscriptionRow[]>`
    select *, settled_xid::text from gateway.subscription where agency_id = ${agencyId} and name = ${name}`;
  return row === undefined ? null : fromRow(row);
}

export async function readSubscription(sql: Sql | Transaction, subscriptionId: string): Promise<Subscription | null> {
  const [row] = await sql<SubscriptionRow[]>`
    select *, settled_xid::text from gateway.subscription where subscription_id = ${subscriptionId}`;
  return row === undefined ? null : fromRow(row);
}

/** The subscriptions of an agency, by name. */
export async function listSubscriptions(sql: Sql | Transaction, agencyId: string): Promise<readonly Subscription[]> {
  const rows = await sql<SubscriptionRow[]>`
    select *, settled_xid::text from gateway.subscription where agency_id = ${agencyId} order by name`;
  return rows.map(fromRow);
}

/** Every subscription that is not closed, of all agencies. */
export async function listOpenSubscriptions(sql: Sql): Promise<readonly Subscription[]> {
  const rows = await sql<SubscriptionRow[]>`
    select *, settled_xid::text from gateway.subscription where state <> 'closed' order by subscription_id`;
  return rows.map(fromRow);
}

/** Resolves to false when the agency has one of that name already. */
export async function insertSubscription(tx: Transaction, made: Subscription): Promise<boolean> {
  const { count } = await tx`
    insert into gateway.subscription
      (subscription_id, agency_id, name, purpose, agreement_id, scope, mode, created_at, settled_xid, settled_change, told)
    values (${made.subscriptionId}, ${made.agencyId}, ${made.name}, ${made.purpose}, ${made.agreementId},
      ${JSON.stringify(made.scope)}::text::jsonb, ${made.mode}, ${made.createdAt},
      ${made.settled.xid}::text::xid8, ${made.settled.changeId}::bigint, ${made.told})
    on conflict (agency_id, name) do nothing`;
  return count === 1;
}

export async function changeSubscription(
  tx: Transaction,
  subscriptionId: string,
  { scope, mode }: Pick<Subscription, "scope" | "mode">,
): Promise<void> {
  await tx`
    update gateway.subscription
    set scope = ${JSON.stringify(scope)}::text::jsonb, mode = ${mode}, version = version + 1
    where subscription_id = ${subscriptionId}`;
}

export async function deleteSubscription(tx: Transaction, subscriptionId: string): Promise<void> {
  await tx`delete from gateway.subscription where subscription_id = ${subscriptionId}`;
}

export async function setSubscriptionState(
  tx: Transaction,
  subscriptionId: string,
  state: Subscription["state"],
): Promise<void> {
  // Whoever comes back to a subscription that was suspended is told that it goes on.
  const told = state === "suspended" ? tx`, told = ${TOLD_SUSPENDED}` : tx``;
  await tx`update gateway.subscription set state = ${state} ${told} where subscription_id = ${subscriptionId}`;
}

/** For good. What waited to be handed out, and what the recipient last saw, are forgotten. */
export async function closeSubscription(tx: Transaction, subscriptionId: string): Promise<void> {
  await tx`update gateway.subscription set state = 'closed' where subscription_id = ${subscriptionId}`;
  await tx`delete from gateway.delivery where subscription_id = ${subscriptionId}`;
  await tx`delete from gateway.subscription_view where subscription_id = ${subscriptionId}`;
}

/** One run at a time settles a subscription or moves it; held to the end of the transaction. */
export async function lockSubscription(tx: Transaction, subscriptionId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`settle ${subscriptionId}`}, 0))`;
}

/** Notes what the subscriber has been told of its agreement, with the number that took, if any. */
export async function noteTold(
  tx: Transaction,
  { subscriptionId, told, lastSeq }: Pick<Subscription, "subscriptionId" | "told" | "lastSeq">,
): Promise<void> {
  await tx`
    update gateway.subscription set told = ${told}, last_seq = ${lastSeq} where subscription_id = ${subscriptionId}`;
}

/** Notes how far the feed is settled and the last sequence number given, with the deliveries that this covers. */
export async function advanceSubscription(
  tx: Transaction,
  subscriptionId: string,
  settled: FeedPosition,
  lastSeq: number,
): Promise<void> {
  await tx`
    update gateway.subscription
    set settled_xid = ${settled.xid}::text::xid8, settled_change = ${settled.changeId}::bigint, last_seq = ${lastSeq}
    where subscription_id = ${subscriptionId}`;
}

function fromRow(row: SubscriptionRow): Subscription {
  return {
    subscriptionId: row.subscription_id,
    agencyId: row.agency_id,
    name: row.name,
    purpose: row.purpose,
    agreementId: row.agreement_id,
    scope: row.scope,
    mode: row.mode,
    state: row.state,
    version: row.version,
    createdAt: row.created_at,
    settled: { xid: row.settled_xid, changeId: row.settled_change },
    lastSeq: Number(row.last_seq),
    told: row.told,
  };
}
