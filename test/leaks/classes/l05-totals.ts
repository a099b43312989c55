import type { Door } from "../door/door.ts";
import {
  ADULT,
  CHILD,
  COORDINATOR,
  call,
  change,
  HOUSING,
  hear,
  newestCursor,
  person,
  search,
  set,
  subscriptionCursor,
  TEAM,
} from "../door/drive.ts";
import { numbersHiddenChanges, rewrites } from "../door/faults.ts";
import { discloseHidden, noticeHidden, openHidden } from "../door/hidden-rows.ts";
import { hideSomebody } from "../door/hide-somebody.ts";
import { dpoOf, giveAndReceipt, issueNotices } from "../door/officers.ts";
import { openEmergency } from "../door/ordinary-calls.ts";
import { plantReview } from "../door/planted-reviews.ts";
import { changedIn, differing, foundIn } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import { rightPacks } from "./meeting-checks.ts";
import {
  AGREEMENTS,
  ANSWER_ERASURE,
  ANSWER_REVIEW,
  ASK_HIT,
  CAPS,
  CRIMES,
  DECIDE,
  DISCLOSURE,
  DISCLOSURES,
  EMERGENCY,
  ERASURES,
  EVALUATE,
  HIT_MOVES,
  HIT_REPORT,
  HITS,
  LIFT_CAPS,
  MEETING_MOVES,
  MOVES,
  NOTICES,
  OPEN_PAGES,
  OWED_REVIEWS,
  PEOPLE,
  PULL,
  QUESTIONS,
  RATING,
  RECEIPT,
  REVIEWS,
  SCORE,
  SEARCH,
  SEND,
  SET_CAPS,
  STATE,
  STREAM,
  SUBSCRIBE,
  SUBSCRIPTION,
  UNSUBSCRIBE,
} from "./outlets.ts";
import { hiddenHits } from "./tag-hit-checks.ts";

const HIDDEN_REVIEWS = 205;
const HIDDEN_NOTICES = 205;

export const l05: LeakClass = {
  id: "L5",
  says: "totals and page shape tell nothing of hidden rows",
  checks: {
    ...rightPacks,
    [SEARCH]: async (door) => {
      const before = await pagesOf(door);
      for (let n = 0; n < 7; n += 1) {
        await hideSomebody(door);
      }
      return differing("pages with hidden people", await pagesOf(door), before);
    },
    ...at([PULL, STREAM], (outlet) => async (door) => {
      const by = outlet === PULL ? "pull" : "stream";
      const first = await newestCursor(door, HOUSING);
      const alone = await hear(door, by, HOUSING, first);
      const last = alone.updates.at(-1);
      const { personId } = person(door, ADULT);
      for (let n = 0; n < 3; n += 1) {
        await change(door, personId, "solent-drug-services", set("treatment.topScore", n));
        await change(door, person(door, CHILD).personId, "hampshire-police", set("police.pncId", `2019/000000${n}X`));
      }
      const among = await hear(door, by, HOUSING, last?.cursor ?? first);
      const shape = among.updates.map(({ sequence, data }) => [
        Number(sequence) - Number(last?.sequence),
        data["view_version"],
        Object.keys(changedIn({ data } as never)),
      ]);
      const wanted = [[1, Number(last?.data["view_version"]) + 1, ["identity.preferredLanguage"]]];
      return differing("the updates among hidden changes", shape, wanted);
    }),
    [REVIEWS]: async (door) => {
      const list = async () => (await call(door, COORDINATOR, "GET", "/v1/links/reviews")).body;
      const before = await list();
      const sealed = person(door, "sealed").personId;
      for (let n = 0; n < HIDDEN_REVIEWS; n += 1) {
        await plantReview(door.owner, `00000000-${String(n).padStart(4, "0")}-4000-8000-000000000000`, [sealed]);
      }
      return differing("the list with hidden reviews", await list(), before);
    },
    [NOTICES]: async (door) => {
      await openEmergency(door, person(door, ADULT).personId);
      const dpo = { ...HOUSING, actor: "dpo-housing", purpose: "dpo-audit" };
      const list = async () => (await call(door, dpo, "GET", "/v1/emergency-notices")).body;
      const before = await list();
      await openHidden(door, HIDDEN_NOTICES);
      return differing("the notices with hidden ones", await list(), before);
    },
    ...hiddenHits,
    [ERASURES]: async (door) => {
      await giveAndReceipt(door, HOUSING, person(door, ADULT).personId);
      await issueNotices(door, HOUSING.agencyId);
      const list = async () => (await call(door, dpoOf(door, HOUSING.agencyId), "GET", "/v1/erasure-notices")).body;
      const before = await list();
      await noticeHidden(door, HIDDEN_NOTICES);
      return differing("the notices with hidden ones", await list(), before);
    },
    [DISCLOSURES]: async (door) => {
      await giveAndReceipt(door, HOUSING, person(door, ADULT).personId);
      const list = async () =>
        (await call(door, dpoOf(door, HOUSING.agencyId), "GET", `${DISCLOSURES.split(" ")[1]}?limit=3`)).body;
      const before = await list();
      await discloseHidden(door, HIDDEN_NOTICES);
      return differing("the disclosures with hidden ones", await list(), before);
    },
    [SUBSCRIPTION]: async (door) => {
      const before = await newestCursor(door, HOUSING);
      await change(door, person(door, ADULT).personId, "solent-drug-services", set("treatment.topScore", 9));
      await call(door, HOUSING, "GET", `/v1/events?after=${before}`);
      return differing("the newest cursor after a hidden change", await subscriptionCursor(door, HOUSING), before);
    },
  },
  doesNotApply: {
    "it answers with one thing or none": [
      PEOPLE,
      ...RATING,
      ...MEETING_MOVES,
      DECIDE,
      RECEIPT,
      UNSUBSCRIBE,
      SUBSCRIBE,
      EMERGENCY,
      ANSWER_REVIEW,
      ANSWER_ERASURE,
      DISCLOSURE,
      STATE,
      SCORE,
      ...MOVES,
      ASK_HIT,
      HIT_REPORT,
      ...HIT_MOVES,
    ],
    "it lists what the caller's own agency did": [OWED_REVIEWS, CAPS, SET_CAPS, LIFT_CAPS],
    "its length is that of what the caller sent": [SEND, ...CRIMES],
    "it counts rules, or decisions of everybody under the caller's own agreement: no row is hidden from a party":
      QUESTIONS,
    "it lists the caller's own agreements, and none is hidden from a party": [AGREEMENTS],
    "it is nothing but counts of everybody, and shows none that is small or gives a small one away (services/core/evaluation)":
      [EVALUATE],
    "it lists nobody": OPEN_PAGES,
  },
  broken: {
    "a search that counts whom it does not show": {
      fault: {
        between: rewrites([SEARCH], async (answer, _c, { sql }) => {
          const [row] = await sql<{ total: string }[]>`select count(*) as total from published.person`;
          return { ...answer, total: Number(row?.total) };
        }),
      },
      seenAt: [SEARCH],
    },
    "a list that says how many there are": {
      fault: {
        between: rewrites([REVIEWS], async (answer, _c, { sql }) => {
          const [row] = await sql<{ total: string }[]>`select count(*) as total from published.link_review`;
          return { ...answer, cursor: String(row?.total) };
        }),
      },
      seenAt: [REVIEWS],
    },
    "hits that say how many there are": {
      fault: {
        between: rewrites([HITS], async (answer, _c, { sql }) => {
          const [row] = await sql<{ total: string }[]>`select count(*) as total from published.tag_hit`;
          return { ...answer, total: row?.total };
        }),
      },
      seenAt: [HITS],
    },
    "notices that say how many there are": {
      fault: {
        between: rewrites([NOTICES], async (answer, _c, { sql }) => {
          const [row] = await sql<{ total: string }[]>`select count(*) as total from gateway.emergency_access`;
          return { ...answer, total: row?.total };
        }),
      },
      seenAt: [NOTICES],
    },
    "notices and disclosures that say how many there are": {
      fault: {
        between: rewrites([ERASURES, DISCLOSURES], async (answer, _c, { sql }) => {
          const [row] = await sql<{ total: string }[]>`
            select (select count(*) from gateway.erasure_notice) + (select count(*) from gateway.decision) as total`;
          return { ...answer, total: row?.total };
        }),
      },
      seenAt: [ERASURES, DISCLOSURES],
    },
    "numbers that hidden changes use up": {
      fault: { database: numbersHiddenChanges },
      seenAt: [PULL, STREAM, SUBSCRIPTION],
    },
  },
};

/** Every page of a search, as counts: the answer whole where there are no people in it. */
async function pagesOf(door: Door): Promise<readonly unknown[]> {
  const shapes: unknown[] = [];
  let cursor: unknown;
  do {
    const answer = await search(
      door,
      TEAM,
      { "iom.cohort": "fixed" },
      { limit: 1, ...(cursor === undefined ? {} : { cursor }) },
    );
    const { people: _, cursor: next, ...rest } = answer.body as Readonly<Record<string, unknown>>;
    shapes.push([foundIn(answer).length, next === null, Object.entries(rest)]);
    cursor = next ?? undefined;
  } while (cursor !== undefined && shapes.length < 20);
  return shapes;
}
