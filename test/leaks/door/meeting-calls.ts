import type { Answer } from "#gateway/client/agency-client.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { ATTEND, CALL_MEETING, DECIDE_ITEM, MEETING, type MEETINGS } from "../classes/outlets.ts";
import type { Door } from "./door.ts";
import { type Caller, call, INSPECTOR } from "./drive.ts";

/** Who chairs, in what the scheme meets for. */
export const CHAIR: Caller = { ...INSPECTOR, purpose: "iom-case-management" };

export type MeetingOutlet = (typeof MEETINGS)[number];

/** One way of a meeting, asked as somebody about somebody by an id of their agency. */
export function callMeeting(door: Door, who: Caller, outlet: MeetingOutlet, id: string): Promise<Answer> {
  const [method = "", pattern = ""] = outlet.split(" ");
  const path = pattern.replace(":id", door.world.meetings.attended);
  return call(door, who, method, path, outlet === MEETING ? {} : { body: bodyOf(outlet, id) });
}

function bodyOf(outlet: MeetingOutlet, personId: string): object {
  switch (outlet) {
    case CALL_MEETING:
      return { kind: "map", startsAt: "2026-12-01T10:00:00Z" };
    case ATTEND:
      return { agencyId: "solent-yot", actor: "yot-01", guest: { people: [personId], until: "2026-12-01T12:00:00Z" } };
    case DECIDE_ITEM:
      return { personId, rationale: "As it was seen today.", positions: [] };
    default:
      return {};
  }
}

/** A caller's pack: everybody it has a line of, by the id of their agency. */
export async function packOf(door: Door, who: Caller): Promise<Exchanges["meeting-pack"]["items"]> {
  const { body } = await callMeeting(door, who, MEETING, "");
  return (body as Partial<Exchanges["meeting-pack"]>).items ?? [];
}
