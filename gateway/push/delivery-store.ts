import type { Sql, Transaction } from "#services/platform/database/database.ts";
import type { SentFields } from "./sent-fields.ts";

export type Delivery = {
  readonly seq: number;
  readonly kind: "updated" | "recall" | "agreement";
  /** Null in an update about the agreement. */
  readonly personId: string | null;
  readonly sent: SentFields;
  /** Null once withdrawn. */
  readonly jws: string | null;
  readonly tombstoneJws: string | null;
  readonly handedOut: boolean;
};

export type NewDelivery = Pick<Delivery, "seq" | "kind" | "personId" | "sent"> & {
  readonly subscriptionId: string;
  readonly updateId: string;
  readonly jws: string;
  readonly receiptId: string;
  readonly createdAt: Date;
};

type DeliveryRow = {
  readonly seq: string;
  readonly kind: Delivery["kind"];
  readonly person_id: string | null;
  readonly sent: SentFields;
  readonly jws: string | null;
  readonly tombstone_jws: string | null;
  readonly handed_out_at: Date | null;
};

export async function insertDelivery(tx: Transaction, made: NewDelivery): Promise<void> {
  await tx`
    insert into gateway.delivery
      (subscription_id, seq, update_id, kind, person_id, sent, jws, receipt_id, created_at)
    values (${made.subscriptionId}, ${made.seq}, ${made.updateId}, ${made.kind}, ${made.personId},
      ${JSON.stringify(made.sent)}::text::jsonb, ${made.jws}, ${made.receiptId}, ${made.createdAt})`;
}

/** The updates after a sequence number, in order. */
export async function readDeliveries(
  sql: Sql | Transaction,
  subscriptionId: string,
  after: number,
  limit: number,
): Promise<readonly Delivery[]> {
  const rows = await sql<DeliveryRow[]>`
    select seq, kind, person_id, sent, jws, tombstone_jws, handed_out_at from gateway.delivery
    where subscription_id = ${subscriptionId} and seq > ${after} order by seq limit ${limit}`;
  return rows.map(fromRow);
}

/** What waits for an agency about one person and has never left the hub. */
export async function readUndelivered(
  tx: Transaction,
  subscriptionId: string,
  personId: string,
): Promise<readonly Delivery[]> {
  const rows = await tx<DeliveryRow[]>`
    select seq, kind, person_id, sent, jws, tombstone_jws, handed_out_at from gateway.delivery
    where subscription_id = ${subscriptionId} and person_id = ${personId} and handed_out_at is null and jws is not null
    order by seq`;
  return rows.map(fromRow);
}

/** Takes the payload away for good: only the number and its tombstone stay. */
export async function purgeDelivery(
  tx: Transaction,
  subscriptionId: string,
  seq: number,
  tombstoneJws: string,
): Promise<void> {
  await tx`
    update gateway.delivery set jws = null, sent = '{}', tombstone_jws = coalesce(tombstone_jws, ${tombstoneJws})
    where subscription_id = ${subscriptionId} and seq = ${seq}`;
}

/** Keeps the first tombstone made for an update, so that it is handed out in the same bytes every time. */
export async function keepTombstone(
  tx: Transaction,
  subscriptionId: string,
  seq: number,
  tombstoneJws: string,
): Promise<string> {
  const [row] = await tx<{ tombstone_jws: string }[]>`
    update gateway.delivery set tombstone_jws = coalesce(tombstone_jws, ${tombstoneJws})
    where subscription_id = ${subscriptionId} and seq = ${seq} returning tombstone_jws`;
  return row?.tombstone_jws ?? tombstoneJws;
}

export async function markHandedOut(
  tx: Transaction,
  subscriptionId: string,
  seqs: readonly number[],
  now: Date,
): Promise<void> {
  await tx`
    update gateway.delivery set handed_out_at = ${now}
    where subscription_id = ${subscriptionId} and seq = any(${[...seqs]}::bigint[]) and handed_out_at is null`;
}

/** Forgets what is past its time, and says which number the oldest kept update has; null when none is kept. */
export async function forgetDeliveries(tx: Transaction, subscriptionId: string, before: Date): Promise<void> {
  await tx`delete from gateway.delivery where subscription_id = ${subscriptionId} and created_at < ${before}`;
}

export async function oldestSeq(sql: Sql | Transaction, subscriptionId: string): Promise<number | null> {
  const [row] = await sql<{ seq: string | null }[]>`
    select min(seq) as seq from gateway.delivery where subscription_id = ${subscriptionId}`;
  return row?.seq === null || row === undefined ? null : Number(row.seq);
}

function fromRow(row: DeliveryRow): Delivery {
  return {
    seq: Number(row.seq),
    kind: row.kind,
    personId: row.person_id,
    sent: row.sent,
    jws: row.jws,
    tombstoneJws: row.tombstone_jws,
    handedOut: row.handed_out_at !== null,
  };
}
