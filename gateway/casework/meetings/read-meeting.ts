import type { Sql, Transaction } from "#services/platform/database/database.ts";
import { idOrNobody } from "../../people/pairwise-ids.ts";

export type MeetingItem = {
  readonly itemId: string;
  readonly personId: string;
  readonly because: readonly string[];
  readonly state: "open" | "decided" | "not-reached";
};

export type AttendedMeeting = {
  readonly meetingId: string;
  readonly kind: "macc" | "map" | "operationalGroup" | "transferPanel";
  readonly startsAt: string;
  readonly londonDay: string;
  readonly state: "scheduled" | "open" | "closed" | "cancelled";
  /** What this attendee came for: all of the agenda, or a guest's items. */
  readonly items: readonly MeetingItem[];
};

type Who = { readonly agencyId: string; readonly actor: string; readonly now: Date };

/** A meeting as one of those who are at it; null for one that there is not, or that this officer does not attend, or no longer. */
export async function readAttended(
  sql: Sql | Transaction,
  asked: string,
  { agencyId, actor, now }: Who,
): Promise<AttendedMeeting | null> {
  const [row] = await sql<AttendedMeeting[]>`
    select meeting.meeting_id as "meetingId", kind, state, london_day::text as "londonDay",
      to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "startsAt",
      (select coalesce(jsonb_agg(jsonb_build_object('itemId', item_id, 'personId', person_id, 'because', because,
          'state', item.state) order by place), '[]')
        from published.meeting_item as item
        where item.meeting_id = meeting.meeting_id
          and (attending.guest_items is null or item_id = any(attending.guest_items))) as items
    from published.meeting as meeting join published.meeting_attendance as attending using (meeting_id)
    where meeting_id = ${idOrNobody(asked)} and agency_id = ${agencyId} and actor = ${actor}
      and (guest_until is null or guest_until > ${now})`;
  return row ?? null;
}
