import { randomUUID } from "node:crypto";
import {
  ADULT,
  type Caller,
  call,
  changeEverything,
  DRUGS,
  HOUSING,
  hear,
  newestCursor,
  ownEvent,
  POLICE,
  PROBATION,
  person,
  read,
  search,
} from "../door/drive.ts";
import { isRoute } from "../door/faults.ts";
import { changedIn, differing, expected, fieldsOf, formsBeyond, foundIn, heldText, wrongForms } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import { wrongPack } from "./meeting-checks.ts";
import { eachItsOwn } from "./officers.ts";
import {
  AGREEMENTS,
  ANSWER_ERASURE,
  ASK_HIT,
  ASSESS,
  CASE,
  CHECK,
  CRIMES,
  DISCLOSURE,
  DISCLOSURES,
  EMERGENCIES,
  ERASURES,
  EVALUATION,
  EXPLAIN,
  HIT_MOVES,
  HITS,
  LINKS,
  MEETING,
  MEETING_MOVES,
  MOVES,
  OPEN_PAGES,
  type Outlet,
  OWN_CAPS,
  PEOPLE,
  PULL,
  RAG,
  REACH,
  RECEIPT,
  REFERRAL,
  REFERRAL_MOVES,
  REVIEW,
  SEARCH,
  SEND,
  SHADOW,
  SIMULATE,
  STEP,
  STREAM,
  SUBSCRIBE,
  SUBSCRIPTION,
  TIMERS,
  TRANSITION,
  UNSUBSCRIBE,
  VERSION,
} from "./outlets.ts";
import { hitsAtOnce, reportsAtOnce } from "./tag-hit-checks.ts";
import { wrongCase } from "./wrong-case.ts";
import { wrongRating } from "./wrong-rating.ts";
import { wrongReferral } from "./wrong-referral.ts";
import { wrongTimers } from "./wrong-timers.ts";

const CALLERS = [HOUSING, DRUGS, POLICE, PROBATION];
const ROUNDS = [...Array(4).keys()];

/** Ways out whose answer is the caller's own and comes from one address for all. */
const SHARED_ANSWERS: readonly Outlet[] = [
  PEOPLE,
  RAG,
  CASE,
  REFERRAL,
  SEARCH,
  SUBSCRIPTION,
  SEND,
  HITS,
  REACH,
  EXPLAIN,
  ERASURES,
  DISCLOSURES,
  DISCLOSURE,
];

export const l07: LeakClass = {
  id: "L7",
  says: "no answer made for one is given to another, also when they call at once",
  checks: {
    [PEOPLE]: async (door) => {
      const adult = person(door, ADULT);
      return atOnce(async (who) =>
        wrongForms(fieldsOf(await read(door, who, adult.personId)), await expected(door, who, adult)),
      );
    },
    [RAG]: (door) => atOnce((who) => wrongRating(door, who)),
    [MEETING]: (door) => atOnce((who) => wrongPack(door, who)),
    [CASE]: (door) => atOnce((who) => wrongCase(door, who)),
    [REFERRAL]: (door) => atOnce((who) => wrongReferral(door, who)),
    [TIMERS]: (door) => atOnce((who) => wrongTimers(door, who, ADULT)),
    [SEARCH]: async (door) => {
      const lastName = await heldText(door, ADULT, "identity.lastName");
      const firstName = await heldText(door, ADULT, "identity.firstName");
      return atOnce(async (who) => {
        const want = await expected(door, who, person(door, ADULT));
        const hits = foundIn(
          await search(door, who, { "identity.lastName": lastName, "identity.firstName": firstName }),
        );
        const id = await door.personIdFor(who.agencyId, person(door, ADULT).personId);
        return [
          ...differing(
            "hits",
            hits.map(({ personId }) => personId),
            [id],
          ),
          ...hits.flatMap(({ fields }) => formsBeyond(fields, want)),
        ];
      });
    },
    ...at([PULL, STREAM], (outlet) => async (door) => {
      const cursors = new Map(
        await Promise.all(CALLERS.map(async (who) => [who, await newestCursor(door, who)] as const)),
      );
      const changed = await changeEverything(door, person(door, ADULT));
      const heard = await Promise.all(
        CALLERS.map(async (who) => {
          const { updates } = await hear(door, outlet === PULL ? "pull" : "stream", who, cursors.get(who) ?? "");
          const [about] = updates;
          return about === undefined
            ? ["nothing came"]
            : formsBeyond(changedIn(about), await expected(door, who, changed));
        }),
      );
      return heard.flat();
    }),
    [SEND]: async (door) => {
      // The same idempotency key of two agencies: each has its own answer.
      const idempotencyKey = randomUUID();
      const bodies = [ownEvent(POLICE, "police"), ownEvent(HOUSING, "housing")];
      const [first, second] = [
        await call(door, POLICE, "POST", "/v1/events", { body: bodies[0], idempotencyKey }),
        await call(door, HOUSING, "POST", "/v1/events", { body: bodies[1], idempotencyKey }),
      ];
      return [
        ...differing("the first", first.status, 202),
        ...(JSON.stringify(second.body).includes(idOf(bodies[0])) ? ["another's answer was replayed"] : []),
      ];
    },
    ...hitsAtOnce,
    ...reportsAtOnce,
    ...at([SUBSCRIBE, SUBSCRIPTION], () => async (door) => {
      const path = `/v1/subscriptions/ours-${randomUUID()}`;
      const put = (who: Caller, kind: string) => call(door, who, "PUT", path, { body: { scope: { kind } } });
      const answers = [await put(POLICE, "my-people"), await put(HOUSING, "all-registered")];
      const seen = await Promise.all([POLICE, HOUSING].map((who) => call(door, who, "GET", path)));
      return [
        ...differing(
          "made",
          answers.map(({ status }) => status),
          [201, 201],
        ),
        ...differing(
          "scopes",
          seen.map(({ body }) => (body as { scope?: { kind: string } }).scope?.kind),
          ["my-people", "all-registered"],
        ),
      ];
    }),
    ...at([REACH, EXPLAIN, ERASURES, DISCLOSURES, DISCLOSURE], eachItsOwn),
  },
  doesNotApply: {
    "one role of one agency reaches it": [...LINKS, ASK_HIT, ...HIT_MOVES],
    "it answers with what the caller did": [...MEETING_MOVES, ASSESS, REVIEW, TRANSITION, STEP, ...REFERRAL_MOVES],
    "it is made of what the caller's own agency did": [...EMERGENCIES, ...OWN_CAPS, ...CRIMES],
    "it is the same for every caller who may have it": [
      AGREEMENTS,
      RECEIPT,
      UNSUBSCRIBE,
      ANSWER_ERASURE,
      VERSION,
      CHECK,
      SIMULATE,
      SHADOW,
      ...MOVES,
      ...EVALUATION,
      ...OPEN_PAGES,
    ],
  },
  broken: {
    "answers kept by what was asked and not by whom": {
      fault: {
        between: () => {
          const kept = new Map<string, string>();
          return async (c, next) => {
            const route = SHARED_ANSWERS.find((one) => isRoute(one, c)) ?? "";
            await next();
            if (route !== "" && c.res.headers.get("content-type")?.includes("json") === true) {
              const { status, headers } = c.res;
              const own = await c.res.text();
              const body = kept.get(route) ?? own;
              kept.set(route, body);
              c.error = undefined;
              c.res = undefined;
              c.res = new Response(body, { status, headers });
            }
          };
        },
      },
      seenAt: SHARED_ANSWERS,
    },
  },
};

const idOf = (event: object | undefined) => String((event as { readonly id?: unknown }).id);

async function atOnce(ask: (who: Caller) => Promise<readonly string[]>): Promise<readonly string[]> {
  const all = ROUNDS.flatMap(() =>
    CALLERS.map(async (who) => (await ask(who)).map((problem) => `${who.agencyId}: ${problem}`)),
  );
  return (await Promise.all(all)).flat();
}
