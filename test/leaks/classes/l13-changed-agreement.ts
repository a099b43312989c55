import { randomUUID } from "node:crypto";
import type { PolicySet } from "#policies/policy-set.ts";
import type { Door } from "../door/door.ts";
import {
  ADULT,
  type Caller,
  COORDINATOR,
  call,
  change,
  follow,
  HOUSING,
  newestCursor,
  newName,
  person,
  pull,
  read,
  search,
  set,
  TEAM,
} from "../door/drive.ts";
import { frozen, withScopes } from "../door/faults.ts";
import { callMeeting } from "../door/meeting-calls.ts";
import { askOfficers, dpoOf } from "../door/officers.ts";
import { openEmergencyTo } from "../door/ordinary-calls.ts";
import { eachRating } from "./each-rating.ts";
import { changedIn, codeOf, differing, fieldsOf } from "./judge.ts";
import type { LeakClass } from "./leak-class.ts";
import { ordinaryMove } from "./meeting-checks.ts";
import {
  AGREEMENTS,
  ANSWER_REVIEW,
  AUDIT,
  CHECK,
  CRIMES,
  DECIDE,
  EMERGENCY,
  EVALUATION,
  EXPLAIN,
  HIT_MOVES,
  LINKS,
  MEETING,
  MEETING_MOVES,
  MEETINGS,
  MOVES,
  NOTICES,
  OPEN_PAGES,
  OWED_REVIEWS,
  OWN_CAPS,
  PEOPLE,
  PULL,
  RATING,
  REACH,
  RECEIPT,
  REVIEWS,
  SEARCH,
  SEND,
  SHADOW,
  SIMULATE,
  STREAM,
  SUBSCRIBE,
  SUBSCRIPTION,
  TAG_HITS,
  UNSUBSCRIBE,
  VALUES,
  VERSION,
} from "./outlets.ts";
import { endedHits } from "./tag-hit-checks.ts";

export const l13: LeakClass = {
  id: "L13",
  says: "an agreement that ended or narrowed holds from that moment, for what is queued, paged or open too",
  checks: {
    [PEOPLE]: async (door) => {
      const ended = await door.under(suspended, () => read(door, HOUSING, person(door, ADULT).personId));
      const narrowed = await door.under(withoutName, () => read(door, HOUSING, person(door, ADULT).personId));
      return [
        ...refused(ended),
        ...("police.offendingHistory" in fieldsOf(narrowed) ? ["a field no longer shared came"] : []),
      ];
    },
    [MEETING]: async (door) => refused(await door.under(suspended, () => callMeeting(door, TEAM, MEETING, ""))),
    ...Object.fromEntries(
      MEETING_MOVES.map((outlet) => [
        outlet,
        async (door: Door) => refused(await door.under(suspended, () => ordinaryMove(door, outlet))),
      ]),
    ),
    ...eachRating((ask) => async (door) => {
      const { personId } = person(door, ADULT);
      return refused(await door.under(suspended, () => ask(door, personId)));
    }),
    [SEARCH]: async (door) => {
      const match = { "iom.cohort": "fixed" };
      const first = await search(door, TEAM, match, { limit: 1 });
      const { cursor } = first.body as { readonly cursor: string };
      return refused(await door.under(suspended, () => search(door, TEAM, match, { limit: 1, cursor })));
    },
    [PULL]: async (door) => {
      const after = await queueUp(door, HOUSING);
      const ended = await door.under(suspended, () => pull(door, HOUSING, after));
      const narrowed = await door.under(withoutName, () => pull(door, HOUSING, after));
      return [
        ...(ended.status === 403 ? [] : [`answered ${ended.status} after the end`]),
        ...namesIn(narrowed.updates),
      ];
    },
    [STREAM]: async (door) => {
      const after = await queueUp(door, HOUSING);
      const ended = await door.under(suspended, () => follow(door, HOUSING, after, () => true));
      const narrowed = await door.under(withoutName, () => follow(door, HOUSING, after, () => true));
      return [
        ...(ended.updates.length === 0 ? [] : ["an update was streamed after the end"]),
        ...namesIn(narrowed.updates),
        ...(await whileOpen(door)),
      ];
    },
    [SUBSCRIBE]: async (door) => {
      const body = { scope: { kind: "all-registered" } };
      const path = `/v1/subscriptions/${newName().toLowerCase()}`;
      return refused(await door.under(suspended, () => call(door, HOUSING, "PUT", path, { body })));
    },
    [EMERGENCY]: async (door) => refused(await door.under(suspended, () => openEmergencyTo(door, randomUUID()))),
    [REVIEWS]: async (door) =>
      refused(await door.under(suspended, () => call(door, COORDINATOR, "GET", "/v1/links/reviews"))),
    [DECIDE]: async (door) => {
      const body = { decision: "unsure", reason: "Not enough to go by." };
      const path = `/v1/links/reviews/${door.world.reviews.shown}/decision`;
      return refused(await door.under(suspended, () => call(door, COORDINATOR, "POST", path, { body })));
    },
    ...endedHits((door, work) => door.under(suspended, work)),
    [REACH]: async (door) => {
      const ended = await door.under(terminated, () => askOfficers(door, dpoOf(door, "solent-housing"), REACH));
      return differing("reach after the end", (ended.body as { readonly agreements: unknown }).agreements, []);
    },
    [EXPLAIN]: async (door) => {
      const ended = await door.under(suspended, () => askOfficers(door, dpoOf(door, "solent-probation"), EXPLAIN));
      const { refusal } = ended.body as { readonly refusal: { readonly problem: string } | null };
      return differing("an explanation after the end", refusal?.problem ?? "in force", "agreement-not-in-force");
    },
  },
  doesNotApply: {
    "a version is judged by its own text and its own life, whichever is in force": [
      VERSION,
      CHECK,
      SIMULATE,
      SHADOW,
      ...MOVES,
    ],
    "officers see, and account for, what was shared after an agreement has ended too": AUDIT,
    "what is the caller's own stays with it after an agreement": [
      SEND,
      SUBSCRIPTION,
      UNSUBSCRIBE,
      RECEIPT,
      AGREEMENTS,
      OWED_REVIEWS,
      ANSWER_REVIEW,
      NOTICES,
      ...OWN_CAPS,
      ...CRIMES,
    ],
    "it is for roles of the register, and shares nothing of anybody": EVALUATION,
    "it is under no agreement": OPEN_PAGES,
  },
  broken: {
    "agreements as they were when the gateway began": {
      fault: { dependencies: frozen },
      seenAt: [
        ...VALUES,
        ...LINKS,
        SUBSCRIBE,
        EMERGENCY,
        ...RATING,
        ...MEETINGS,
        REACH,
        EXPLAIN,
        ...TAG_HITS,
        ...HIT_MOVES,
      ],
    },
  },
};

const terminated = (policies: PolicySet): PolicySet => ({
  ...policies,
  agreements: policies.agreements.map((agreement) => ({
    ...agreement,
    steps: [{ fromMs: 0, state: "terminated" as const }],
  })),
});

const suspended = (policies: PolicySet): PolicySet => ({
  ...policies,
  agreements: policies.agreements.map((agreement) => ({
    ...agreement,
    steps: [{ fromMs: 0, state: "suspended" as const }],
  })),
});

/** The same agreements, in which nobody is given names or offending. */
const withoutName = (policies: PolicySet): PolicySet =>
  withScopes(policies, (scope) => ({
    ...scope,
    fields: new Map(
      [...scope.fields].filter(([field]) => field !== "identity.middleNames" && field !== "police.offendingHistory"),
    ),
  }));

function refused(answer: { readonly status: number; readonly body: unknown }): readonly string[] {
  const isRight = answer.status === 403 && codeOf({ ...answer, headers: {} }) === "agreement-not-in-force";
  return isRight ? [] : [`answered ${answer.status} ${codeOf({ ...answer, headers: {} })} after the end`];
}

function namesIn(updates: Awaited<ReturnType<typeof pull>>["updates"]): readonly string[] {
  const shown = updates.filter((update) => "identity.middleNames" in changedIn(update));
  return shown.map(() => "a queued update carried what is no longer shared");
}

/** Makes an update that is numbered and kept, and has not left: only the one before it was fetched. */
async function queueUp(door: Door, who: Caller): Promise<string> {
  const after = await newestCursor(door, who);
  await change(door, person(door, "in custody").personId, "solent-probation", set("identity.middleNames", newName()));
  await change(door, person(door, ADULT).personId, "solent-probation", set("identity.middleNames", newName()));
  const page = await call(door, who, "GET", `/v1/events?limit=1&subscription=default&after=${after}`);
  return (page.body as { readonly cursor: string }).cursor;
}

/** A stream that is open when the agreement ends hears nothing of what changes after. */
async function whileOpen(door: Door): Promise<readonly string[]> {
  const after = await newestCursor(door, HOUSING);
  const { personId } = person(door, ADULT);
  let ended = false;
  const listening = follow(door, HOUSING, after, () => ended);
  await change(door, personId, "solent-probation", set("identity.middleNames", newName()));
  return door.under(suspended, async () => {
    const late = newName();
    ended = true;
    await change(door, personId, "solent-probation", set("identity.firstName", late));
    const { updates } = await listening;
    return JSON.stringify(updates.map(changedIn)).includes(late) ? ["an open stream went on after the end"] : [];
  });
}
