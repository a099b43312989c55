import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";

/** A place in the order of the change feed: exclusive, and never a bare serial, whose commits come out of order. */
export type FeedPosition = { readonly xid: string; readonly changeId: string };

export type RecordedChange = {
  readonly position: FeedPosition;
  readonly personId: string;
  readonly kind: "record" | "consent-withdrawn" | "access-restricted";
  readonly fields: readonly FieldPath[];
  readonly detail: Readonly<Record<string, unknown>>;
};

type ChangeRow = {
  readonly xid: string;
  readonly change_id: string;
  readonly person_id: string;
  readonly kind: RecordedChange["kind"];
  readonly fields: readonly FieldPath[];
  readonly detail: Readonly<Record<string, unknown>>;
};

/**
 * The next changes after a position. Only those of transactions below every one still running are given: no change can
 * appear behind them any more (design/push section 2).
 */
export async function readChanges(
  sql: Sql | Transaction,
  after: FeedPosition,
  limit: number,
): Promise<readonly RecordedChange[]> {
  const rows = await sql<ChangeRow[]>`
    select feed.xid::text, feed.change_id::text, person_id, kind, fields, detail from published.change_feed as feed
    where (xid, change_id) > (${after.xid}::text::xid8, ${after.changeId}::bigint)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    -- Of the feed: the columns that are returned are texts of the same names, in whose order 1000 comes before 999.
    order by feed.xid, feed.change_id limit ${limit}`;
  return rows.map((row) => ({
    position: { xid: row.xid, changeId: row.change_id },
    personId: row.person_id,
    kind: row.kind,
    fields: row.fields,
    detail: row.detail,
  }));
}

/** Whether a committed change waits for some other transaction to end before it may be read. */
export async function hasUnreadableChanges(sql: Sql | Transaction): Promise<boolean> {
  const [row] = await sql<{ waiting: boolean }[]>`
    select exists (select from published.change_feed where xid >= pg_snapshot_xmin(pg_current_snapshot())) as waiting`;
  return row?.waiting === true;
}

/** Where a reader who wants only what is yet to come starts; what it then reads twice is for it to recognise. */
export async function currentPosition(sql: Sql | Transaction): Promise<FeedPosition> {
  const [row] = await sql<{ xid: string }[]>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`;
  return { xid: row?.xid ?? "0", changeId: "-1" };
}
