import { ADULT, COORDINATOR, call, HOUSING, newName, ownEvent, POLICE, person, search } from "../door/drive.ts";
import { rawRecord, rewrites } from "../door/faults.ts";
import { capsOf, ORDINARY_CALLS, openEmergency } from "../door/ordinary-calls.ts";
import { assess } from "../door/rating-calls.ts";
import { leaksIn, tokensOfAll } from "../sweep/probe.ts";
import { differing, heldText } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import { movesAnswered } from "./meeting-checks.ts";
import { MOVES_MADE } from "./moves.ts";
import {
  AGREEMENTS,
  ANSWER_ERASURE,
  ANSWER_REVIEW,
  ASSESS,
  CAPS,
  CASE,
  CRIME_BATCH,
  DECIDE,
  DISCLOSURE,
  DISCLOSURES,
  EMERGENCY,
  ERASURES,
  EVALUATE,
  HIT_MOVES,
  LIFT_CAPS,
  MEETING,
  MOVES,
  NOTICES,
  OPEN_PAGES,
  OWED_REVIEWS,
  PEOPLE,
  PULL,
  QUESTIONS,
  RAG,
  RECEIPT,
  REFERRAL,
  REFERRAL_MOVES,
  REVIEW,
  REVIEWS,
  SCORE,
  SEARCH,
  SEND,
  SEND_CRIMES,
  SET_CAPS,
  STATE,
  STEP,
  STREAM,
  SUBSCRIBE,
  SUBSCRIPTION,
  TAG_HITS,
  TIMERS,
  TRANSITION,
  UNSUBSCRIBE,
} from "./outlets.ts";
import { hitEchoes } from "./tag-hit-checks.ts";

export const l10: LeakClass = {
  id: "L10",
  says: "the answer to what is written says that it was taken, and nothing of what is held",
  checks: {
    [SEND]: async (door) => {
      const event = ownEvent(POLICE, "police", await heldText(door, ADULT, "identity.lastName")) as {
        readonly id: string;
      };
      const { status, body } = await call(door, POLICE, "POST", "/v1/events", { body: event });
      const wanted = { results: [{ index: 0, id: event.id, outcome: "accepted" }] };
      return differing("the answer", { status, body }, { status: 202, body: wanted });
    },
    [DECIDE]: async (door) => {
      const { shown: reviewId } = door.world.reviews;
      const body = { decision: "unsure", reason: "Not enough to go by." };
      const answer = await call(door, COORDINATOR, "POST", `/v1/links/reviews/${reviewId}/decision`, { body });
      return differing("the answer", answer.body, { reviewId, outcome: "decided" });
    },
    [SUBSCRIBE]: async (door) => {
      const personIds = [await door.personIdFor(HOUSING.agencyId, person(door, ADULT).personId)];
      const path = `/v1/subscriptions/${newName().toLowerCase()}`;
      const { body } = await call(door, HOUSING, "PUT", path, { body: { scope: { kind: "listed", personIds } } });
      const { createdAt: _, cursor: __, id: ___, ...said } = body as Readonly<Record<string, unknown>>;
      const own = { purpose: HOUSING.purpose, agreement: "solent-iom" };
      return differing("the answer", said, {
        ...own,
        scope: { kind: "listed", personIds },
        mode: "projected",
        state: "active",
      });
    },
    [UNSUBSCRIBE]: async (door) => {
      const path = `/v1/subscriptions/${newName().toLowerCase()}`;
      const made = await call(door, HOUSING, "PUT", path, { body: { scope: { kind: "all-registered" } } });
      const headers = { "if-match": made.headers["etag"] ?? "" };
      const { status, body } = await call(door, HOUSING, "DELETE", path, { headers });
      return differing("the answer", { status, body }, { status: 204, body: null });
    },
    [EMERGENCY]: async (door) => {
      const { body } = await openEmergency(door, person(door, ADULT).personId);
      return differing("members", Object.keys(body as object).sort(), [
        "id",
        "openUntil",
        "openedAt",
        "receipt",
        "reviewDueAt",
      ]);
    },
    [ANSWER_REVIEW]: async (door) => {
      const { body } = await ORDINARY_CALLS[ANSWER_REVIEW](door, POLICE);
      return differing("members", Object.keys(body as object).sort(), ["id", "outcome"]);
    },
    ...movesAnswered,
    [ASSESS]: async (door) => {
      const { body } = await assess(door, person(door, ADULT).personId);
      return differing("members", Object.keys(body as object).sort(), ["assessmentId", "reviewDueOn", "setAt"]);
    },
    ...at(REFERRAL_MOVES, (outlet) => async (door) => {
      const { body } = await ORDINARY_CALLS[outlet](door, POLICE);
      return differing("members", Object.keys(body as object).sort(), ["at", "eventId"]);
    }),
    ...at([TRANSITION, STEP], (outlet) => async (door) => {
      const { body } = await ORDINARY_CALLS[outlet](door, POLICE);
      return differing("members", Object.keys(body as object).sort(), ["at", "eventId", "state"]);
    }),
    [REVIEW]: async (door) => {
      const { body } = await ORDINARY_CALLS[REVIEW](door, POLICE);
      return differing("members", Object.keys(body as object).sort(), ["nextDueOn", "reviewId", "reviewedAt"]);
    },
    [SET_CAPS]: async (door) => {
      const { body } = await capsOf(door, POLICE, "PUT", person(door, "child").personId);
      const { caps } = body as { readonly caps: readonly object[] };
      const members = [...Object.keys(body as object), ...caps.flatMap((cap) => Object.keys(cap))].sort();
      return differing("members", members, [
        "caps",
        "field",
        "form",
        "itemKey",
        "personId",
        "recipient",
        "setAt",
        "setBy",
      ]);
    },
    [LIFT_CAPS]: async (door) => {
      const { status, body } = await capsOf(door, POLICE, "DELETE", person(door, "child").personId);
      return differing("the answer", { status, body }, { status: 204, body: null });
    },
    ...hitEchoes,
    [SEARCH]: async (door) => {
      const name = await heldText(door, "sealed", "identity.lastName");
      door.take();
      await search(door, HOUSING, { "identity.lastName": name });
      return leaksIn(tokensOfAll(door.world.people), door.take());
    },
    ...MOVES_MADE,
  },
  doesNotApply: {
    "nothing is written there": [
      ...QUESTIONS,
      ERASURES,
      DISCLOSURES,
      DISCLOSURE,
      PEOPLE,
      RAG,
      CASE,
      REFERRAL,
      TIMERS,
      MEETING,
      PULL,
      STREAM,
      REVIEWS,
      SUBSCRIPTION,
      AGREEMENTS,
      RECEIPT,
      OWED_REVIEWS,
      NOTICES,
      CAPS,
      CRIME_BATCH,
      ...TAG_HITS,
      EVALUATE,
      SCORE,
      ...OPEN_PAGES,
    ],
    "what is written is of nobody, and answered with an id and a time": [STATE],
  },
  broken: {
    "answers that echo the record": {
      fault: {
        between: rewrites(
          [
            SEND,
            DECIDE,
            SUBSCRIBE,
            SEARCH,
            EMERGENCY,
            ANSWER_REVIEW,
            SET_CAPS,
            ASSESS,
            REVIEW,
            TRANSITION,
            STEP,
            ...REFERRAL_MOVES,
            SEND_CRIMES,
            ...HIT_MOVES,
            ...MOVES,
            ANSWER_ERASURE,
          ],
          async (answer, _c, of) => ({
            ...answer,
            person: await rawRecord(of),
          }),
        ),
      },
      seenAt: [
        SEND,
        DECIDE,
        SUBSCRIBE,
        SEARCH,
        EMERGENCY,
        ANSWER_REVIEW,
        SET_CAPS,
        ASSESS,
        REVIEW,
        TRANSITION,
        STEP,
        ...REFERRAL_MOVES,
        SEND_CRIMES,
        ...HIT_MOVES,
        ...MOVES,
        ANSWER_ERASURE,
      ],
    },
    "a deletion that hands back what was deleted": {
      fault: {
        between: () => async (c, next) => {
          await next();
          if (c.req.method === "DELETE") {
            c.res = undefined;
            c.res = Response.json({ deleted: true });
          }
        },
      },
      seenAt: [UNSUBSCRIBE, LIFT_CAPS],
    },
  },
};
