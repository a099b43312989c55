import { randomUUID } from "node:crypto";
import type { Door } from "../door/door.ts";
import {
  ADULT,
  type Caller,
  call,
  DRUGS,
  HOUSING,
  POLICE,
  PROBATION,
  person,
  RESTRICTED,
  SEALED,
  TEAM,
} from "../door/drive.ts";
import { CHAIR, callMeeting, packOf } from "../door/meeting-calls.ts";
import { heldTimers } from "../door/timer-calls.ts";
import { differing, expected, outside, wrongForms } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import { ATTEND, DECIDE_ITEM, MEETING, MEETING_MOVES, type MeetingMove } from "./outlets.ts";

type Checks = LeakClass["checks"];

const CALLERS = [HOUSING, DRUGS, POLICE, PROBATION, TEAM];
const PACK = ["firstName", "lastName"].map((name) => `identity.${name}`);
const SCHEME = ["cohort", "lifecycleState", "ragStatus", "ragSetAt", "planActions", "meetingActions"];
const FIELDS: ReadonlySet<string> = new Set([...PACK, ...SCHEME.map((name) => `iom.${name}`)]);
const ABOUT_PEOPLE = [ATTEND, DECIDE_ITEM] as const;

/** What is wrong with a caller's pack: a line too many or too few, a form that is not the second reader's, a reason not theirs. */
export async function wrongPack(door: Door, who: Caller): Promise<readonly string[]> {
  const lines = await packOf(door, who);
  const problems: string[] = [];
  let due = 0;
  for (const one of door.world.people) {
    const want = await expected(door, who, one);
    const id = await door.personIdFor(who.agencyId, one.personId);
    const line = lines.find(({ personId }) => personId === id);
    const forms =
      "refused" in want ? {} : Object.fromEntries(Object.entries(want.forms).filter(([field]) => FIELDS.has(field)));
    due += Object.keys(forms).length > 0 ? 1 : 0;
    if (line === undefined || "refused" in want) {
      problems.push(...differing(`a line about ${one.name}`, line !== undefined, Object.keys(forms).length > 0));
      continue;
    }
    const full = want.shown.filter(({ form }) => form === "full");
    const seen = (await heldTimers(door, one.personId)).filter(({ because }) =>
      because.every(
        ({ field, originator, itemKey, held }) =>
          !held ||
          full.some(
            (cell) =>
              cell.field === field && cell.value.originator === originator && (cell.value.itemKey ?? "") === itemKey,
          ),
      ),
    );
    const allowed = new Set(["colour:red", ...seen.map(({ kind }) => `due:${kind}`)]);
    problems.push(
      ...wrongForms(line.fields, { ...want, forms }),
      ...line.because
        .filter((rule) => !allowed.has(rule))
        .map((rule) => `${rule} of ${one.name} was told to ${who.actor}`),
    );
  }
  return [...problems, ...differing("how many lines", lines.length, due)];
}

/** L3, L5, L7, L8, L15: every caller's pack is what the second reader gives them. */
export const rightPacks: Checks = {
  [MEETING]: async (door) => (await Promise.all(CALLERS.map((who) => wrongPack(door, who)))).flat(),
};

/** L2: nobody withheld is on an agenda, and nothing is decided of them. */
export const sealedItems: Checks = {
  [MEETING]: async (door) => {
    const ids = (await packOf(door, HOUSING)).map(({ personId }) => personId);
    const kept = [SEALED, RESTRICTED].map((name) => door.personIdFor(HOUSING.agencyId, person(door, name).personId));
    const shown = (await Promise.all(kept)).filter((id) => ids.includes(id));
    return [...shown.map(() => "somebody withheld is on the agenda"), ...(ids.length === 0 ? ["nobody came"] : [])];
  },
  ...at(ABOUT_PEOPLE, (outlet) => async (door) => {
    const sealed = await door.personIdFor(CHAIR.agencyId, person(door, SEALED).personId);
    return differing("an item about somebody sealed", (await ask(door, outlet as MeetingMove, sealed)).status, 404);
  }),
};

/** L3: a step is the chair's, whoever asks. */
export const othersSteps: Checks = at(MEETING_MOVES, (outlet) => async (door) => {
  const id = await door.personIdFor(HOUSING.agencyId, person(door, ADULT).personId);
  const { status } = await callMeeting(door, HOUSING, outlet as MeetingMove, id);
  return differing("an officer without the role", status, 403);
});

/** L10: what a step answers with is its own. */
export const movesAnswered: Checks = at(MEETING_MOVES, (outlet) => async (door) => {
  const { body } = await ordinaryMove(door, outlet as MeetingMove);
  return differing("members", Object.keys(body as object).sort(), ["meetingId", "state"]);
});

/** L11: a meeting of others is as unknown as none, and so is an item about somebody withheld. */
export const unknownMeetings: Checks = {
  [MEETING]: async (door) => {
    const read = async (id: string) => outside(await call(door, HOUSING, "GET", `/v1/meetings/${id}`));
    return differing("a meeting of others", await read(door.world.meetings.others), await read(randomUUID()));
  },
  ...at(ABOUT_PEOPLE, (outlet) => async (door) => {
    const sealed = await door.personIdFor(CHAIR.agencyId, person(door, SEALED).personId);
    const about = async (id: string) => outside(await ask(door, outlet as MeetingMove, id));
    return differing("an item", await about(sealed), await about(randomUUID()));
  }),
};

/** A step as its chair makes it, about somebody whom they may see. */
export async function ordinaryMove(door: Door, outlet: MeetingMove) {
  return ask(door, outlet, await door.personIdFor(CHAIR.agencyId, person(door, ADULT).personId));
}

function ask(door: Door, outlet: MeetingMove, id: string) {
  return callMeeting(door, CHAIR, outlet, id);
}
