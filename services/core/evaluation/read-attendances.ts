import type { Sql } from "../../platform/database/database.ts";
import type { Attendance } from "./participation.ts";
import type { Period } from "./time-in-colour.ts";

type Agency = { readonly agencyId: string; readonly agencyType: string };

export type Asked = {
  readonly agencies: readonly Agency[];
  /** Agency types that the scheme asks to its meetings (scheme file, `casework.invited`). */
  readonly invited: readonly string[];
};

/**
 * Of every meeting that sat in a period, whether each agency came that was asked: those whom the scheme always asks, and whoever came
 * as a member, who was. A guest comes for one person's sake and is not counted; a meeting that was called off asked nobody.
 */
export async function readAttendances(
  sql: Sql,
  { from, to }: Period,
  { agencies, invited }: Asked,
): Promise<readonly Attendance[]> {
  const meetings = await sql<{ present: readonly string[] }[]>`
    select array(
      select distinct a.agency_id from core.meeting_attendance a
      where a.meeting_id = m.meeting_id and a.guest_items is null) as present
    from core.meeting m
    where m.state in ('open', 'closed') and m.london_day between ${from} and ${to}`;
  return meetings.flatMap(({ present }) =>
    agencies
      .filter(({ agencyId, agencyType }) => invited.includes(agencyType) || present.includes(agencyId))
      .map(({ agencyId, agencyType }) => ({ agencyType, attended: present.includes(agencyId) })),
  );
}
