import { randomUUID } from "node:crypto";
import type { Scheme } from "#schemas/scheme.ts";
import type { Sql } from "#services/platform/database/database.ts";
import { NOW } from "../sweep/canary-hub.ts";
import type { CanaryPerson } from "../sweep/canary-people.ts";

/** A meeting about everybody that every officer attends, and one that nobody does. */
export type PlantedMeetings = { readonly attended: string; readonly others: string };

export async function plantMeetings(
  owner: Sql,
  scheme: Scheme,
  people: readonly CanaryPerson[],
): Promise<PlantedMeetings> {
  const [attended, others] = [randomUUID(), randomUUID()];
  for (const [meetingId, hour] of [
    [attended, 10],
    [others, 11],
  ] as const) {
    await owner`
      insert into core.meeting (meeting_id, kind, starts_at, london_day, state, created_at)
      values (${meetingId}, 'map', ${`2026-11-21T${hour}:00:00Z`}, '2026-11-21', 'open', ${NOW})`;
    for (const [place, { personId }] of people.entries()) {
      const due = await owner<{ kind: string }[]>`
        select distinct timer ->> 'kind' as kind from core.person, jsonb_array_elements(timers) as timer
        where person_id = ${personId}`;
      const because = ["colour:red", ...due.map(({ kind }) => `due:${kind}`)];
      await owner`
        insert into core.meeting_item (item_id, meeting_id, place, person_id, because)
        values (${randomUUID()}, ${meetingId}, ${place}, ${personId}, ${because})`;
    }
  }
  for (const { agencyId, actor, role } of scheme.officers) {
    await owner`
      insert into core.meeting_attendance (meeting_id, agency_id, actor, role, noted_at)
      values (${attended}, ${agencyId}, ${actor}, ${role}, ${NOW})`;
  }
  return { attended, others };
}
