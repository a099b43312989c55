import { caseOf } from "../door/case-calls.ts";
import type { Door } from "../door/door.ts";
import {
  COORDINATOR,
  call,
  change,
  HOUSING,
  hear,
  INSPECTOR,
  newestCursor,
  newName,
  person,
  read,
  search,
  set,
} from "../door/drive.ts";
import { forgetsStops } from "../door/faults.ts";
import { CHAIR, callMeeting, packOf } from "../door/meeting-calls.ts";
import { capsOf, openEmergency } from "../door/ordinary-calls.ts";
import { plantReview } from "../door/planted-reviews.ts";
import { RATING_CALLS, ratingOf } from "../door/rating-calls.ts";
import { referralOf } from "../door/referral-calls.ts";
import { timersOf } from "../door/timer-calls.ts";
import { changedIn, differing, foundIn, heldText } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import { giveAndNotice, isHeardOfAt } from "./officers.ts";
import {
  AGREEMENT_LIFE,
  ANSWER_REVIEW,
  ASSESS,
  ATTEND,
  AUDIT,
  CASE,
  CRIMES,
  DECIDE,
  DECIDE_ITEM,
  EMERGENCY,
  EVALUATION,
  HIT_MOVES,
  LINKS,
  MEETING,
  MEETING_STEPS,
  NOTICES,
  OPEN_PAGES,
  OWED_REVIEWS,
  OWN_AFFAIRS,
  OWN_CAPS,
  PEOPLE,
  PULL,
  RAG,
  RATING,
  REFERRAL,
  REFERRAL_MOVES,
  REVIEW,
  REVIEWS,
  SEARCH,
  STEP,
  STREAM,
  TAG_HITS,
  TIMERS,
  TRANSITION,
  VALUES,
} from "./outlets.ts";
import { restrictedHits } from "./tag-hit-checks.ts";
import { NOBODY, RESTRICTIONS, restrict, SUBJECT, underEach } from "./under-restriction.ts";

export const l18: LeakClass = {
  id: "L18",
  says: "a restriction on a person comes before everything, and takes back what had not yet left",
  checks: {
    [PEOPLE]: (door) =>
      underEach(door, async (who) => (await read(door, who, person(door, SUBJECT).personId)).status !== 404),
    [SEARCH]: async (door) => {
      const lastName = await heldText(door, SUBJECT, "identity.lastName");
      return underEach(
        door,
        async (who) => foundIn(await search(door, who, { "identity.lastName": lastName })).length > 0,
      );
    },
    ...at([PULL, STREAM], (outlet) => async (door) => {
      const problems: string[] = [];
      for (const [what, lists, [who = HOUSING]] of RESTRICTIONS) {
        await restrict(door, NOBODY);
        const after = await newestCursor(door, who);
        const waiting = newName();
        await change(
          door,
          person(door, "in custody").personId,
          "solent-probation",
          set("identity.middleNames", newName()),
        );
        await change(door, person(door, SUBJECT).personId, "hampshire-police", set("identity.middleNames", waiting));
        await change(door, person(door, SUBJECT).personId, "solent-probation", set("identity.middleNames", waiting));
        // The first of the two is fetched, so that the other is made and waits.
        const page = await call(door, who, "GET", `/v1/events?limit=1&subscription=default&after=${after}`);
        const { cursor } = page.body as { readonly cursor: string };
        await restrict(door, lists);
        const late = newName();
        await change(door, person(door, SUBJECT).personId, "solent-probation", set("identity.firstName", late));
        const { updates } = await hear(door, outlet === PULL ? "pull" : "stream", who, cursor);
        const said = JSON.stringify(updates.map((update) => [update.subject, changedIn(update)]));
        const id = await door.personIdFor(who.agencyId, person(door, SUBJECT).personId);
        const got = [waiting, late, id].filter((one) => said.includes(one));
        problems.push(...got.map(() => `a restriction that ${what} let an update go to ${who.agencyId}`));
      }
      await restrict(door, NOBODY);
      return problems;
    }),
    [EMERGENCY]: async (door) => {
      const { personId } = person(door, SUBJECT);
      await openEmergency(door, personId);
      const free = await read(door, INSPECTOR, personId);
      await restrict(door, { excluded: ["hampshire-police"], restricted: [] });
      const again = await openEmergency(door, personId);
      const kept = await read(door, INSPECTOR, personId);
      await restrict(door, NOBODY);
      const statuses = [free.status, again.status, kept.status];
      return differing("reading free, opening and reading restricted", statuses, [200, 201, 404]);
    },
    [NOTICES]: async (door) => {
      const { personId } = person(door, SUBJECT);
      await openEmergency(door, personId);
      const id = await door.personIdFor(HOUSING.agencyId, personId);
      const told = async () => {
        const dpo = { ...HOUSING, actor: "dpo-housing", purpose: "dpo-audit" };
        return JSON.stringify((await call(door, dpo, "GET", "/v1/emergency-notices")).body).includes(id);
      };
      const before = await told();
      await restrict(door, { excluded: ["solent-housing"], restricted: [] });
      const after = await told();
      await restrict(door, NOBODY);
      return differing("told before and after the restriction", [before, after], [true, false]);
    },
    ...at(
      OWN_CAPS,
      (outlet) => (door) =>
        underEach(door, async (who) => {
          const { status } = await capsOf(door, who, outlet.split(" ")[0] ?? "", person(door, SUBJECT).personId);
          return status !== 404;
        }),
    ),
    ...restrictedHits((door, excluded) => restrict(door, { excluded, restricted: [] })),
    ...at(AUDIT, (outlet) => async (door) => {
      const { personId } = person(door, SUBJECT);
      await giveAndNotice(door, personId);
      await restrict(door, { excluded: ["solent-housing"], restricted: [] });
      const isHeardOf = isHeardOfAt(outlet, personId);
      const kept = await isHeardOf(door);
      await restrict(door, NOBODY);
      return differing("heard of under the restriction and without", [kept, await isHeardOf(door)], [false, true]);
    }),
    [MEETING]: (door) =>
      underEach(door, async (who) => {
        const id = await door.personIdFor(who.agencyId, person(door, SUBJECT).personId);
        return (await packOf(door, who)).some(({ personId }) => personId === id);
      }),
    ...at([ATTEND, DECIDE_ITEM], (outlet) => async (door) => {
      const id = await door.personIdFor(CHAIR.agencyId, person(door, SUBJECT).personId);
      await restrict(door, { excluded: [CHAIR.agencyId], restricted: [] });
      const kept = await callMeeting(door, CHAIR, outlet as typeof ATTEND, id);
      await restrict(door, NOBODY);
      const free = await callMeeting(door, CHAIR, outlet as typeof ATTEND, id);
      return differing("a step restricted and free", [kept.status, free.status], [404, 200]);
    }),
    [TIMERS]: (door) =>
      underEach(door, async (who) => (await timersOf(door, who, person(door, SUBJECT).personId)).status !== 404),
    [CASE]: (door) =>
      underEach(door, async (who) => (await caseOf(door, who, person(door, SUBJECT).personId)).status !== 404),
    [REFERRAL]: (door) =>
      underEach(door, async (who) => (await referralOf(door, who, person(door, SUBJECT).personId)).status !== 404),
    [RAG]: (door) =>
      underEach(door, async (who) => (await ratingOf(door, who, person(door, SUBJECT).personId)).status !== 404),
    ...at([ASSESS, REVIEW, TRANSITION, STEP, ...REFERRAL_MOVES], (outlet) => async (door) => {
      const { who, at: ask } = RATING_CALLS[outlet as keyof typeof RATING_CALLS];
      const id = await door.personIdFor(who.agencyId, person(door, SUBJECT).personId);
      await restrict(door, { excluded: [who.agencyId], restricted: [] });
      const kept = await ask(door, id);
      await restrict(door, NOBODY);
      const free = await ask(door, id);
      return differing("a move restricted and free", [kept.status, free.status], [404, 200]);
    }),
    [REVIEWS]: (door) =>
      coordinatorKeptOut(door, async (id) => {
        const { body } = await call(door, COORDINATOR, "GET", "/v1/links/reviews");
        return JSON.stringify(body).includes(id);
      }),
    [DECIDE]: (door) =>
      coordinatorKeptOut(door, async (personId) => {
        const body = { decision: "link", personId, reason: "Both names and the date agree." };
        const path = `/v1/links/reviews/${door.world.reviews.shown}/decision`;
        return (await call(door, COORDINATOR, "POST", path, { body })).status !== 404;
      }),
  },
  doesNotApply: {
    "it reads no person": [
      ...MEETING_STEPS,
      ...CRIMES,
      ...AGREEMENT_LIFE,
      ...OWN_AFFAIRS,
      OWED_REVIEWS,
      ANSWER_REVIEW,
      ...EVALUATION,
      ...OPEN_PAGES,
    ],
  },
  broken: {
    "a gateway that is not told of restrictions": {
      fault: { database: forgetsStops },
      seenAt: [...VALUES, ...LINKS, EMERGENCY, NOTICES, ...OWN_CAPS, ...RATING, ...AUDIT, ...TAG_HITS, ...HIT_MOVES],
    },
  },
};

async function coordinatorKeptOut(
  door: Door,
  getsThrough: (id: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const { personId } = person(door, SUBJECT);
  await plantReview(door.owner, crypto.randomUUID(), [personId]);
  const id = await door.personIdFor("iom-team", personId);
  await restrict(door, { excluded: ["coordinator@iom.example"], restricted: [] });
  const kept = await getsThrough(id);
  await restrict(door, NOBODY);
  const free = await getsThrough(id);
  return [
    ...(kept ? ["a coordinator who is kept out got through"] : []),
    ...(free ? [] : ["without a restriction nothing came either"]),
  ];
}
