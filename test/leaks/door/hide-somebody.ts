import { randomUUID } from "node:crypto";
import type { Door } from "./door.ts";
import { ADULT, person } from "./drive.ts";

/** A copy of somebody, sealed, whom no caller may see. */
export async function hideSomebody(door: Door): Promise<void> {
  const { personId } = person(door, ADULT);
  const copy = randomUUID();
  await door.owner`
    insert into core.person (person_id, version, created_at, document)
    select ${copy}, version, created_at, document || '{"hubStop":"sealed"}' from core.person where person_id = ${personId}`;
  await door.owner`
    insert into core.record_value (person_id, field, originator, item_key, kind, value, as_of, recorded_time, event_id, current)
    select ${copy}, field, originator, item_key, kind, value, as_of, recorded_time, event_id, current
    from core.record_value where person_id = ${personId}`;
}
