import { randomUUID } from "node:crypto";
import type { Door } from "../door/door.ts";
import {
  COORDINATOR,
  call,
  change,
  HOUSING,
  hear,
  newestCursor,
  newName,
  POLICE,
  person,
  RESTRICTED,
  read,
  SEALED,
  search,
  set,
} from "../door/drive.ts";
import { forgetsStops, overrules, rawRecord, takesCallersFor } from "../door/faults.ts";
import { capsOf } from "../door/ordinary-calls.ts";
import { eachRating } from "./each-rating.ts";
import { managersAlone } from "./evaluation.ts";
import { codeOf, differing, fieldsOf, foundIn, heldText } from "./judge.ts";
import { at, type Check, type LeakClass } from "./leak-class.ts";
import { sealedItems } from "./meeting-checks.ts";
import { officersAlone } from "./officers.ts";
import {
  AGREEMENT_LIFE,
  AGREEMENTS,
  ANSWER_REVIEW,
  ATTEND,
  AUDIT,
  CRIMES,
  DECIDE,
  DECIDE_ITEM,
  EMERGENCY,
  EVALUATE,
  EVALUATION,
  HIT_MOVES,
  LINKS,
  MEETING,
  MEETING_STEPS,
  NOTICES,
  OPEN_PAGES,
  OWED_REVIEWS,
  OWN_CAPS,
  PEOPLE,
  PULL,
  RATING,
  RECEIPT,
  REVIEWS,
  SCORE,
  SEARCH,
  SEND,
  STATE,
  STREAM,
  SUBSCRIBE,
  SUBSCRIPTION,
  TAG_HITS,
  UNSUBSCRIBE,
  VALUES,
} from "./outlets.ts";
import { sealedHits } from "./tag-hit-checks.ts";

const KEPT_FROM = [RESTRICTED, SEALED];

export const l02: LeakClass = {
  id: "L2",
  says: "a verdict of no is obeyed",
  checks: {
    [PEOPLE]: async (door) => {
      const answers = await Promise.all(KEPT_FROM.map((name) => read(door, HOUSING, person(door, name).personId)));
      return answers.flatMap((answer, place) =>
        answer.status === 404 && codeOf(answer) === "not-found" && Object.keys(fieldsOf(answer)).length === 0
          ? []
          : [`${KEPT_FROM[place]} was answered with ${answer.status}`],
      );
    },
    [SEARCH]: async (door) => {
      const names = await Promise.all(KEPT_FROM.map((name) => heldText(door, name, "identity.lastName")));
      const answers = await Promise.all(names.map((name) => search(door, HOUSING, { "identity.lastName": name })));
      return answers.flatMap((answer, place) =>
        foundIn(answer).length === 0 ? [] : [`${KEPT_FROM[place]} was found`],
      );
    },
    [PULL]: (door) => silence(door, "pull"),
    [STREAM]: (door) => silence(door, "stream"),
    [REVIEWS]: async (door) => {
      const { body } = await call(door, COORDINATOR, "GET", "/v1/links/reviews");
      const sealed = await door.personIdFor("iom-team", person(door, SEALED).personId);
      return JSON.stringify(body).includes(sealed) ? ["somebody sealed is a candidate"] : [];
    },
    [DECIDE]: async (door) => {
      const personId = await door.personIdFor("iom-team", person(door, SEALED).personId);
      const body = { decision: "link", personId, reason: "Both names and the date agree." };
      const { status } = await call(
        door,
        COORDINATOR,
        "POST",
        `/v1/links/reviews/${door.world.reviews.shown}/decision`,
        { body },
      );
      return status === 404 ? [] : [`a link to somebody sealed was answered with ${status}`];
    },
    [SUBSCRIBE]: async (door) => {
      const body = { scope: { kind: "all-registered" } };
      const { status } = await call(door, { ...HOUSING, purpose: "dpo-audit" }, "PUT", "/v1/subscriptions/x", { body });
      return status === 403 ? [] : [`a subscription for a purpose not permitted was answered with ${status}`];
    },
    [EMERGENCY]: async (door) => {
      const who = [HOUSING, { ...HOUSING, purpose: "emergency" }, { ...POLICE, purpose: "emergency" }];
      const body = { reason: "Somebody is in danger of their life" };
      const statuses = await Promise.all(
        who.map(
          async (one) =>
            (await call(door, one, "POST", `/v1/people/${randomUUID()}/emergency-access`, { body })).status,
        ),
      );
      return differing("opening by who may not", statuses, [403, 403, 403]);
    },
    ...sealedItems,
    ...eachRating((ask) => async (door) => {
      const { status } = await ask(door, person(door, SEALED).personId);
      return differing("the rating of somebody sealed", status, 404);
    }),
    ...at(OWN_CAPS, (outlet) => async (door) => {
      const [method = ""] = outlet.split(" ");
      const answers = await Promise.all(
        KEPT_FROM.map((name) => capsOf(door, HOUSING, method, person(door, name).personId)),
      );
      return differing(
        "what is held back of somebody withheld",
        answers.map(({ status }) => status),
        [404, 404],
      );
    }),
    ...sealedHits,
    ...at([...AGREEMENT_LIFE, ...AUDIT], officersAlone),
    ...at(EVALUATION, managersAlone),
  },
  doesNotApply: {
    "it is about what the agency's own officers did, by role": [OWED_REVIEWS, ANSWER_REVIEW, NOTICES],
    "no verdict on a person or a purpose is taken there": [
      ...MEETING_STEPS,
      SEND,
      SUBSCRIPTION,
      UNSUBSCRIBE,
      AGREEMENTS,
      RECEIPT,
      ...OPEN_PAGES,
    ],
  },
  broken: {
    "a gateway that is never told whom it must not show": {
      fault: { database: forgetsStops },
      seenAt: [...VALUES, ...LINKS, ...OWN_CAPS, ...RATING, ...TAG_HITS, ...HIT_MOVES, MEETING, ATTEND, DECIDE_ITEM],
    },
    "a purpose that is not held against the agreement": {
      fault: {
        between: takesCallersFor({ purpose: "iom-case-management" }),
      },
      seenAt: [SUBSCRIBE],
    },
    "emergencies that anybody may open": {
      fault: { between: takesCallersFor({ agencyId: "hampshire-police", actor: "insp-01", purpose: "emergency" }) },
      seenAt: [EMERGENCY],
    },
    "officers' work that anybody of the agency may do": {
      fault: { between: takesCallersFor({ actor: "dpo-housing", purpose: "dpo-audit" }) },
      seenAt: [...AGREEMENT_LIFE, ...AUDIT],
    },
    "crimes that anybody may send": {
      fault: {
        between: takesCallersFor({
          agencyId: "hampshire-police",
          agencyType: "police",
          actor: "insp-01",
          purpose: "crime-matching",
        }),
      },
      seenAt: CRIMES,
    },
    "measures that anybody may see": {
      fault: { between: takesCallersFor({ agencyId: "iom-team", actor: "manager-01", purpose: "evaluation" }) },
      seenAt: [EVALUATE, STATE],
    },
    "a scale that anybody may have worked out": {
      fault: {
        between: takesCallersFor({ agencyId: "hampshire-police", actor: "HC3380", purpose: "iom-case-management" }),
      },
      seenAt: [SCORE],
    },
    "a door that answers all the same": {
      fault: {
        between: overrules([PEOPLE], async (of) => ({ fields: { "identity.firstName": await rawRecord(of) } })),
      },
      seenAt: [PEOPLE],
    },
  },
};

async function silence(door: Door, by: "pull" | "stream"): ReturnType<Check> {
  const after = await newestCursor(door, HOUSING);
  // Only the hub's own look at the record says that it is sealed, so the stop is put back after each change.
  for (const name of KEPT_FROM) {
    const { personId } = person(door, name);
    await change(door, personId, "solent-probation", set("identity.lastName", newName()));
    await door.owner`update core.person set document = document || ${name === SEALED ? '{"hubStop":"sealed"}' : "{}"}::text::jsonb where person_id = ${personId}`;
  }
  const { updates } = await hear(door, by, HOUSING, after);
  const heard = await Promise.all(
    KEPT_FROM.map((name) => door.personIdFor(HOUSING.agencyId, person(door, name).personId)),
  );
  const wrong = updates.filter(({ subject = "" }) => heard.some((id) => subject.endsWith(id)));
  return [
    ...wrong.map(() => "a change of somebody kept from the agency was sent"),
    ...(updates.length === 0 ? ["nothing came"] : []),
  ];
}
