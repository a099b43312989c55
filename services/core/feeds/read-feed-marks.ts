import type { Sql } from "../../platform/database/database.ts";
import type { FeedMark } from "./mark-feed.ts";

export type StandingMark = FeedMark & { readonly at: Date };

/** The newest mark of each feed that was ever marked, by agency. */
export async function readFeedMarks(sql: Sql): Promise<readonly StandingMark[]> {
  return sql<StandingMark[]>`
    select distinct on (agency_id) agency_id as "agencyId", state, reason, operator, at
    from core.feed_mark order by agency_id, feed_mark_id desc`;
}
