import { randomUUID } from "node:crypto";
import type { Answer } from "#gateway/client/agency-client.ts";
import type { Door } from "../door/door.ts";
import {
  ADULT,
  COORDINATOR,
  call,
  change,
  HOUSING,
  hear,
  newestCursor,
  newName,
  ownEvent,
  POLICE,
  person,
  RESTRICTED,
  read,
  SEALED,
  search,
  set,
} from "../door/drive.ts";
import { numbersHiddenChanges, rewrites } from "../door/faults.ts";
import { capsAt, capsOf, openEmergency, openEmergencyTo } from "../door/ordinary-calls.ts";
import { RATING_CALLS } from "../door/rating-calls.ts";
import { changedIn, differing, heldText, outside, steady } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import { unknownMeetings } from "./meeting-checks.ts";
import { othersAndNobodys, othersAndNone } from "./officers.ts";
import {
  AGREEMENTS,
  ANSWER_ERASURE,
  ANSWER_REVIEW,
  CRIMES,
  DECIDE,
  DISCLOSURE,
  DISCLOSURES,
  EMERGENCY,
  ERASURES,
  EVALUATION,
  HIT_MOVES,
  MEETING_STEPS,
  MOVES,
  NOTICES,
  OPEN_PAGES,
  type Outlet,
  OWED_REVIEWS,
  OWN_AFFAIRS,
  OWN_CAPS,
  PEOPLE,
  PULL,
  QUESTIONS,
  RATING,
  REACH,
  RECEIPT,
  REVIEWS,
  SEARCH,
  SEND,
  STREAM,
  SUBSCRIBE,
  SUBSCRIPTION,
  TAG_HITS,
  UNSUBSCRIBE,
} from "./outlets.ts";
import { saysWhetherKnown } from "./says-whether-known.ts";
import { unknownHits } from "./tag-hit-checks.ts";

const CLOSED = "closed";
/** Where an answer could say whether there was somebody, or something of somebody else. */
const TOLD_APART: readonly Outlet[] = [
  PEOPLE,
  SEARCH,
  ...OWN_AFFAIRS.filter((one) => one !== AGREEMENTS),
  DECIDE,
  EMERGENCY,
  ANSWER_REVIEW,
  ...OWN_CAPS,
  ...RATING,
  ...QUESTIONS.filter((one) => one !== REACH),
  ...MOVES,
  ANSWER_ERASURE,
  DISCLOSURE,
  ...TAG_HITS,
  ...HIT_MOVES,
];

export const l11: LeakClass = {
  id: "L11",
  says: "who is withheld and who is unknown are told apart by nothing",
  checks: {
    [PEOPLE]: async (door) => {
      const unknown = outside(await call(door, HOUSING, "GET", `/v1/people/${randomUUID()}`));
      const ofThePrison = await door.personIdFor("winchester-prison", person(door, ADULT).personId);
      const answers = [
        await read(door, HOUSING, person(door, RESTRICTED).personId),
        await read(door, HOUSING, person(door, SEALED).personId),
        await read(door, HOUSING, person(door, ADULT).personId, "?fields=police.pncId"),
        await call(door, HOUSING, "GET", `/v1/people/${ofThePrison}`),
      ];
      return answers.flatMap((answer) => differing("an answer", outside(answer), unknown));
    },
    [SEARCH]: async (door) => {
      const nobody = await search(door, HOUSING, { "identity.lastName": "Nobody" });
      const names = await Promise.all(
        [RESTRICTED, SEALED, CLOSED].map((name) => heldText(door, name, "identity.lastName")),
      );
      const answers = await Promise.all(names.map((name) => search(door, HOUSING, { "identity.lastName": name })));
      return answers.flatMap((answer) => differing("an answer", outside(answer), outside(nobody)));
    },
    ...at([PULL, STREAM], (outlet) => async (door) => {
      const by = outlet === PULL ? "pull" : "stream";
      const before = (await hear(door, by, HOUSING, await newestCursor(door, HOUSING))).updates.at(-1);
      await change(door, person(door, RESTRICTED).personId, "solent-probation", set("identity.lastName", newName()));
      const score = Number(process.hrtime.bigint() % 20n);
      await change(door, person(door, ADULT).personId, "solent-drug-services", set("treatment.topScore", score));
      const { updates } = await hear(door, by, HOUSING, before?.cursor ?? "");
      const heard = updates.map((update) => [
        Number(update.sequence) - Number(before?.sequence),
        Object.keys(changedIn(update)),
      ]);
      return differing("what came", heard, [[1, ["identity.preferredLanguage"]]]);
    }),
    [REVIEWS]: async (door) => {
      const { body } = await call(door, COORDINATOR, "GET", "/v1/links/reviews");
      const { reviews } = body as {
        readonly reviews: readonly { readonly reviewId: string; readonly candidates: readonly unknown[] }[];
      };
      const shape = reviews.map(({ reviewId, candidates }) => [reviewId, candidates.length]);
      return differing("reviews and candidates", shape, [[door.world.reviews.shown, 1]]);
    },
    [DECIDE]: async (door) => {
      const link = (personId: string) =>
        decide(door, door.world.reviews.shown, {
          decision: "link",
          personId,
          reason: "Both names and the date agree.",
        });
      const unsure = (reviewId: string) =>
        decide(door, reviewId, { decision: "unsure", reason: "Not enough to go by." });
      const sealed = await door.personIdFor("iom-team", person(door, SEALED).personId);
      return [
        ...differing("a link", outside(await link(sealed)), outside(await link(randomUUID()))),
        ...differing("a review", outside(await unsure(door.world.reviews.hidden)), outside(await unsure(randomUUID()))),
      ];
    },
    [EMERGENCY]: async (door) => {
      const opening = async (id: string) => {
        const { status, body } = await openEmergencyTo(door, id);
        return { status, body: { ...(body as object), id: null, receipt: null } };
      };
      const unknown = await opening(randomUUID());
      const sealed = await opening(await door.personIdFor("hampshire-police", person(door, SEALED).personId));
      return differing("opening access to somebody sealed", sealed, unknown);
    },
    [ANSWER_REVIEW]: async (door) => {
      const { body } = await openEmergency(door, person(door, ADULT).personId);
      const dpo = { ...HOUSING, actor: "dpo-housing", purpose: "dpo-audit" };
      const answer = { body: { outcome: "justified", note: "The danger was there." } };
      const ask = async (id: string) =>
        outside(await call(door, dpo, "POST", `/v1/emergency-reviews/${id}/answer`, answer));
      return differing(
        "another agency's review",
        await ask((body as { readonly id: string }).id),
        await ask(randomUUID()),
      );
    },
    ...at(RATING, (outlet) => async (door) => {
      const { who, at: ask } = RATING_CALLS[outlet as keyof typeof RATING_CALLS];
      const sealed = await door.personIdFor(who.agencyId, person(door, SEALED).personId);
      return differing("an answer", outside(await ask(door, sealed)), outside(await ask(door, randomUUID())));
    }),
    ...at(OWN_CAPS, (outlet) => async (door) => {
      const [method = ""] = outlet.split(" ");
      const unknown = outside(await capsAt(door, HOUSING, method, randomUUID()));
      const withheld = [RESTRICTED, SEALED].map((name) => capsOf(door, HOUSING, method, person(door, name).personId));
      return (await Promise.all(withheld)).flatMap((answer) => differing("an answer", outside(answer), unknown));
    }),
    [SEND]: async (door) => {
      const known = await heldText(door, SEALED, "police.pncId");
      const about = (value: string) => {
        const event = ownEvent(POLICE, "police") as { data: { personReference: object } };
        event.data.personReference = { identifiers: [{ type: "PNC", value, valid: true }] };
        return call(door, POLICE, "POST", "/v1/events", { body: event });
      };
      const shape = ({ status, body }: Answer) => [status, JSON.stringify(body).replaceAll(/rms-[0-9a-f-]+/g, "id")];
      return differing("an event about somebody known", shape(await about(known)), shape(await about("1999/9999999X")));
    },
    [SUBSCRIBE]: async (door) => {
      const sealed = await door.personIdFor(HOUSING.agencyId, person(door, SEALED).personId);
      const listing = async (id: string) => {
        const path = `/v1/subscriptions/${newName().toLowerCase()}`;
        const answer = await call(door, HOUSING, "PUT", path, { body: { scope: { kind: "listed", personIds: [id] } } });
        const { cursor: _, id: __, scope: ___, ...said } = answer.body as Readonly<Record<string, unknown>>;
        return [answer.status, steady(said)];
      };
      return differing("a list of somebody withheld", await listing(sealed), await listing(randomUUID()));
    },
    ...at([SUBSCRIPTION, UNSUBSCRIBE], (outlet) => async (door) => {
      await call(door, POLICE, "PUT", "/v1/subscriptions/theirs", { body: { scope: { kind: "all-registered" } } });
      const [method = ""] = outlet.split(" ");
      const ask = async (name: string) => outside(await call(door, HOUSING, method, `/v1/subscriptions/${name}`));
      return differing("another's subscription", await ask("theirs"), await ask("nobodys"));
    }),
    ...unknownHits,
    ...unknownMeetings,
    [RECEIPT]: async (door) => {
      const { body } = await read(door, POLICE, person(door, ADULT).personId);
      const { receipt } = body as { readonly receipt: { readonly id: string } };
      const ask = async (id: string) => outside(await call(door, HOUSING, "GET", `/v1/receipts/${id}`));
      return differing("another's receipt", await ask(receipt.id), await ask(randomUUID()));
    },
    ...at([...QUESTIONS.filter((one) => one !== REACH), ...MOVES], othersAndNobodys),
    ...at([ANSWER_ERASURE, DISCLOSURE], othersAndNone),
  },
  doesNotApply: {
    "it speaks of nobody, known or unknown": [
      ...MEETING_STEPS,
      ...CRIMES,
      AGREEMENTS,
      REACH,
      ...OPEN_PAGES,
      ...EVALUATION,
    ],
    "it lists what the caller's own agency did or was told": [OWED_REVIEWS, NOTICES, ERASURES, DISCLOSURES],
  },
  broken: {
    "numbers that hidden changes use up": { fault: { database: numbersHiddenChanges }, seenAt: [PULL, STREAM] },
    "answers that say whether there was somebody": {
      fault: {
        between: saysWhetherKnown(TOLD_APART),
      },
      seenAt: TOLD_APART,
    },
    "a list that leaves a gap": {
      fault: {
        between: rewrites([REVIEWS], (answer) => ({
          ...answer,
          reviews: [...(answer["reviews"] as unknown[]), { reviewId: null, candidates: [] }],
        })),
      },
      seenAt: [REVIEWS],
    },
  },
};

const decide = (door: Door, reviewId: string, body: object): Promise<Answer> =>
  call(door, COORDINATOR, "POST", `/v1/links/reviews/${reviewId}/decision`, { body });
