import {
  type ActionGiven,
  type Attendee,
  COURSES,
  type ItemDecision,
  type MeetingName,
} from "../casework/meetings/meeting.ts";
import type { DecidedBy } from "../rag/assess-rag.ts";
import { parsePositions } from "./parse-case-commands.ts";
import { membersOf, textIn, uuidIn } from "./parse-commands.ts";

const KINDS = ["macc", "map", "operationalGroup", "transferPanel"] as const satisfies readonly MeetingName[];
/** With the offset said: a local time of an hour that comes twice would be two moments. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LIST_MAX = 40;

type Members = ReadonlyMap<string, unknown>;

/** Null for anything that is not exactly the command, as for each of those below. */
export function parseScheduling(body: unknown) {
  const members = membersOf(body);
  const by = parseBy(members.get("decidedBy"));
  const kind = KINDS.find((one) => one === members.get("kind"));
  const startsAt = instantIn(members, "startsAt");
  return by === null || kind === undefined || startsAt === null ? null : { kind, startsAt, by };
}

export function parseMeetingMove(body: unknown) {
  const members = membersOf(body);
  const by = parseBy(members.get("decidedBy"));
  const meetingId = uuidIn(members, "meetingId");
  return by === null || meetingId === null ? null : { meetingId, by };
}

export function parseAttendance(body: unknown): { readonly meetingId: string; readonly attendee: Attendee } | null {
  const members = membersOf(body);
  const meetingId = uuidIn(members, "meetingId");
  const who = parseBy(members.get("attendee"));
  const guest = parseGuest(members.get("guest") ?? null);
  return meetingId === null || who === null || guest === undefined ? null : { meetingId, attendee: { ...who, guest } };
}

function parseGuest(value: unknown): Attendee["guest"] | undefined {
  if (value === null) {
    return null;
  }
  const members = membersOf(value);
  const until = instantIn(members, "until");
  const items = listOf(members.get("items"), (one) => uuidIn(new Map([["id", one]]), "id"));
  return until === null || items === null ? undefined : { items, until };
}

export function parseItemDecision(body: unknown): ItemDecision | null {
  const members = membersOf(body);
  const [meetingId, itemId] = [uuidIn(members, "meetingId"), uuidIn(members, "itemId")];
  const by = parseBy(members.get("decidedBy"));
  const positions = parsePositions(members.get("positions") ?? []);
  const actions = listOf(members.get("actions") ?? [], parseAction);
  const outcomes = parseOutcomes(members.get("outcomes") ?? null);
  if (meetingId === null || itemId === null || by === null || positions === null || actions === null) {
    return null;
  }
  const rationale = textIn(members, "rationale") ?? "";
  return outcomes === undefined ? null : { meetingId, itemId, by, rationale, positions, outcomes, actions };
}

function parseOutcomes(value: unknown): ItemDecision["outcomes"] | undefined {
  if (value === null) {
    return null;
  }
  const members = membersOf(value);
  const [reoffending, safety] = ["reoffending", "safety"].map((name) =>
    COURSES.find((one) => one === members.get(name)),
  );
  return reoffending === undefined || safety === undefined ? undefined : { reoffending, safety };
}

function parseAction(value: unknown): ActionGiven | null {
  const members = membersOf(value);
  const [text, ownerAgency, dueOn] = [
    textIn(members, "text"),
    textIn(members, "ownerAgency"),
    textIn(members, "dueOn"),
  ];
  return text === null || ownerAgency === null || dueOn === null || !isDay(dueOn) ? null : { text, ownerAgency, dueOn };
}

/** A day of the calendar: 31 February is none. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function parseBy(value: unknown): DecidedBy | null {
  const members = membersOf(value);
  const [agencyId, actor, role] = [textIn(members, "agencyId"), textIn(members, "actor"), textIn(members, "role")];
  return agencyId === null || actor === null || role === null ? null : { agencyId, actor, role };
}

function instantIn(members: Members, name: string): string | null {
  const text = textIn(members, name);
  return text !== null && INSTANT.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : null;
}

function listOf<Item>(value: unknown, parse: (one: unknown) => Item | null): readonly Item[] | null {
  if (!Array.isArray(value) || value.length > LIST_MAX) {
    return null;
  }
  const items = value.map(parse);
  return items.every((one) => one !== null) ? items : null;
}
