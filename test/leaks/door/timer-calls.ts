import type { Answer } from "#gateway/client/agency-client.ts";
import type { PublishedTimer } from "#schemas/published-timer.ts";
import type { Door } from "./door.ts";
import { type Caller, call } from "./drive.ts";

/** What falls due for somebody, by the hub's own id of them. */
export async function timersOf(door: Door, who: Caller, personId: string): Promise<Answer> {
  return timersAt(door, who, await door.personIdFor(who.agencyId, personId));
}

/** The same by an id that may be anybody's. */
export function timersAt(door: Door, who: Caller, id: string): Promise<Answer> {
  return call(door, who, "GET", `/v1/people/${id}/timers`);
}

/** All that the hub has worked out for somebody. */
export async function heldTimers({ owner }: Door, personId: string): Promise<readonly PublishedTimer[]> {
  const [row] = await owner<{ timers: readonly PublishedTimer[] }[]>`
    select timers from core.person where person_id = ${personId}`;
  return row?.timers ?? [];
}
