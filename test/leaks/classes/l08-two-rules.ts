import type { RecordChange } from "#services/core/record/record-change.ts";
import type { Door } from "../door/door.ts";
import { ADULT, CHILD, change, hear, newestCursor, person, read, search, set, TEAM } from "../door/drive.ts";
import { unlimited } from "../door/faults.ts";
import { referralOf } from "../door/referral-calls.ts";
import { changedIn, differing, expected, fieldsOf, foundIn, wrongForms } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import { rightPacks } from "./meeting-checks.ts";
import {
  AGREEMENT_LIFE,
  ASSESS,
  AUDIT,
  CASE,
  CRIMES,
  EMERGENCIES,
  EVALUATION,
  HIT_MOVES,
  LINKS,
  MEETING_MOVES,
  OPEN_PAGES,
  OWN_AFFAIRS,
  OWN_CAPS,
  PEOPLE,
  PULL,
  RAG,
  REFERRAL,
  REFERRAL_MOVES,
  REVIEW,
  SEARCH,
  STEP,
  STREAM,
  TAG_HITS,
  TIMERS,
  TRANSITION,
} from "./outlets.ts";
import { wrongTimers } from "./wrong-timers.ts";

/** P13 gives the team what the police hold in full; L01 no more than categories of anybody under 18: the lower holds. */
const FIELD = "police.offendingHistory";
const BAND = "generalise:category-and-band";

export const l08: LeakClass = {
  id: "L8",
  says: "of a rule that gives and one that limits, the lower holds",
  checks: {
    [PEOPLE]: async (door) => {
      const shown = fieldsOf(await read(door, TEAM, person(door, CHILD).personId));
      return [
        ...wrongForms(shown, await expected(door, TEAM, person(door, CHILD))),
        ...differing("a child's offending", shown[FIELD]?.form, BAND),
      ];
    },
    [SEARCH]: async (door) => {
      const exact = (await held(door)) as { readonly hoCode: string };
      const hits = foundIn(await search(door, TEAM, { [`${FIELD}[].hoCode`]: exact.hoCode }));
      const child = await door.personIdFor(TEAM.agencyId, person(door, CHILD).personId);
      return hits.some(({ personId }) => personId === child) ? ["a child was found by the exact offence"] : [];
    },
    [REFERRAL]: async (door) => {
      const shown = fieldsOf(await referralOf(door, TEAM, person(door, CHILD).personId));
      return differing("a child's offending beside a referral", shown[FIELD]?.form, BAND);
    },
    ...rightPacks,
    [TIMERS]: async (door) => [...(await wrongTimers(door, TEAM, CHILD)), ...(await wrongTimers(door, TEAM, ADULT))],
    ...at([PULL, STREAM], (outlet) => async (door) => {
      const after = await newestCursor(door, TEAM);
      const { asOf } = set(FIELD, null) as { readonly asOf: string };
      // A day later, in the same category and band: no change for who sees those.
      const value = {
        ...((await held(door)) as object),
        date: `19${50 + (Date.parse(asOf) % 40)}-07-0${1 + (Date.parse(asOf) % 9)}`,
      };
      const put: RecordChange = { kind: "put-item", field: FIELD, itemKey: "1", value, asOf };
      await change(door, person(door, CHILD).personId, "hampshire-police", put);
      const { updates } = await hear(door, outlet === PULL ? "pull" : "stream", TEAM, after);
      const fields = updates.flatMap((update) => Object.keys(changedIn(update)));
      return differing("fields sent", fields, ["identity.preferredLanguage"]);
    }),
  },
  doesNotApply: {
    "its lines are values of one field, for which no limit stands beside a permit": [RAG, CASE],
    "no value of a person leaves there": [
      ...MEETING_MOVES,
      ASSESS,
      TRANSITION,
      STEP,
      ...REFERRAL_MOVES,
      REVIEW,
      ...AGREEMENT_LIFE,
      ...AUDIT,
      ...LINKS,
      ...OWN_AFFAIRS,
      ...EMERGENCIES,
      ...OWN_CAPS,
      ...CRIMES,
      ...HIT_MOVES,
      ...EVALUATION,
      ...OPEN_PAGES,
    ],
    "a hit goes in full or not at all, and what stands beside it is decided by the call that decides a person's record":
      TAG_HITS,
  },
  broken: {
    "limits that are forgotten": {
      fault: { dependencies: unlimited },
      seenAt: [PEOPLE, SEARCH, PULL, STREAM],
    },
  },
};

async function held(door: Door): Promise<unknown> {
  const record = await door.recordOf(person(door, CHILD).personId);
  return record.values[FIELD]?.find(({ originator }) => originator === "hampshire-police")?.value;
}
