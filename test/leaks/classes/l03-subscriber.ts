import { randomUUID } from "node:crypto";
import type { Door, Fault } from "../door/door.ts";
import {
  ADULT,
  type Caller,
  call,
  changeEverything,
  DRUGS,
  HOUSING,
  hear,
  newestCursor,
  POLICE,
  person,
  read,
  search,
} from "../door/drive.ts";
import { rewrites, takesCallersFor } from "../door/faults.ts";
import { capsOf, openEmergency } from "../door/ordinary-calls.ts";
import { changedIn, differing, expected, fieldsOf, formsBeyond, foundIn, heldText, wrongForms } from "./judge.ts";
import { at, type Check, type LeakClass } from "./leak-class.ts";
import { othersSteps, rightPacks } from "./meeting-checks.ts";
import { ownAgreementAlone, ownLogAlone } from "./officers.ts";
import {
  AGREEMENT_LIFE,
  AGREEMENTS,
  ANSWER_REVIEW,
  ASSESS,
  AUDIT,
  CAPS,
  CASE,
  DECIDE,
  EMERGENCY,
  EVALUATION,
  LINKS,
  MEETING,
  NOTICES,
  OPEN_PAGES,
  OWED_REVIEWS,
  OWN_CAPS,
  PEOPLE,
  PULL,
  RAG,
  RECEIPT,
  REFERRAL,
  REFERRAL_MOVES,
  REVIEW,
  REVIEWS,
  SEARCH,
  SEND,
  SET_CAPS,
  STEP,
  STREAM,
  SUBSCRIBE,
  SUBSCRIPTION,
  TAG_HITS,
  TIMERS,
  TRANSITION,
  UNSUBSCRIBE,
  VALUES,
} from "./outlets.ts";
import { othersHits } from "./tag-hit-checks.ts";
import { othersMoves, wrongCase } from "./wrong-case.ts";
import { wrongRating } from "./wrong-rating.ts";
import { othersReferrals, wrongReferral } from "./wrong-referral.ts";
import { wrongTimers } from "./wrong-timers.ts";

const CALLERS = [HOUSING, DRUGS, POLICE];

/** Everybody is taken for the sergeant of the team, who sees most. */
const systemRights: Fault = {
  between: takesCallersFor({ agencyId: "iom-team", agencyType: "iom-team", actor: "coord-01" }),
};

export const l03: LeakClass = {
  id: "L3",
  says: "each door decides for the agency and the officer who call, and for nobody else",
  checks: {
    [PEOPLE]: forEach(async (door, who) => {
      const adult = person(door, ADULT);
      return wrongForms(fieldsOf(await read(door, who, adult.personId)), await expected(door, who, adult));
    }),
    [SEARCH]: forEach(async (door, who) => {
      const lastName = await heldText(door, ADULT, "identity.lastName");
      const want = await expected(door, who, person(door, ADULT));
      const found = foundIn(await search(door, who, { "identity.lastName": lastName }));
      const ours = await door.personIdFor(who.agencyId, person(door, ADULT).personId);
      const strangers = found
        .filter(({ personId }) => personId !== ours)
        .map(() => "a hit carries an id that is not the caller's");
      const missing = found.length === 0 ? ["nobody was found"] : [];
      return [...missing, ...strangers, ...found.flatMap(({ fields }) => formsBeyond(fields, want))];
    }),
    ...at([PULL, STREAM], (outlet) => async (door) => {
      const cursors = await Promise.all(CALLERS.map((who) => newestCursor(door, who)));
      const changed = await changeEverything(door, person(door, ADULT));
      const problems: string[] = [];
      for (const [place, who] of CALLERS.entries()) {
        const { status, updates } = await hear(door, outlet === PULL ? "pull" : "stream", who, cursors[place] ?? "");
        const want = await expected(door, who, changed);
        const wrong = updates.slice(0, 1).flatMap((update) => formsBeyond(changedIn(update), want));
        problems.push(...(status === 200 ? wrong : [`answered ${status} to its own cursor`]));
      }
      return problems;
    }),
    ...at([REVIEWS, DECIDE], (outlet) => async (door) => {
      const body = { decision: "unsure", reason: "Not enough to go by." };
      const path = `/v1/links/reviews/${door.world.reviews.shown}/decision`;
      const answers = await Promise.all(
        [HOUSING, POLICE, { ...HOUSING, agencyId: "iom-team", actor: "sgt-01" }].map((who) =>
          outlet === REVIEWS ? call(door, who, "GET", "/v1/links/reviews") : call(door, who, "POST", path, { body }),
        ),
      );
      return answers.flatMap(({ status }) =>
        status === 403 ? [] : [`who is no coordinator was answered with ${status}`],
      );
    }),
    ...at([SUBSCRIPTION, UNSUBSCRIBE, SUBSCRIBE], (outlet) => async (door) => {
      const body = { scope: { kind: "all-registered" } };
      const method = outlet.split(" ")[0] ?? "";
      const path = `/v1/subscriptions/mine-${method.toLowerCase()}`;
      await call(door, POLICE, "PUT", path, { body });
      const { status } = await call(door, HOUSING, method, path, method === "PUT" ? { body } : {});
      const kept = await call(door, POLICE, "GET", path);
      // A name is an agency's own: housing makes another of that name, and the police's stays.
      const wanted = outlet === SUBSCRIBE ? 201 : 404;
      return [
        ...(status === wanted ? [] : [`another's subscription was answered with ${status}`]),
        ...(kept.status === 200 ? [] : ["it is gone"]),
      ];
    }),
    ...at([OWED_REVIEWS, ANSWER_REVIEW, NOTICES], (outlet) => async (door) => {
      const { body } = await openEmergency(door, person(door, ADULT).personId);
      const path = (outlet.split(" ")[1] ?? "").replace(":id", (body as { readonly id: string }).id);
      const answer = { body: { outcome: "justified", note: "The danger was there." } };
      const ask = (who: Caller) =>
        call(door, who, outlet.split(" ")[0] ?? "", path, outlet === ANSWER_REVIEW ? answer : {});
      const officer = await ask({ ...HOUSING, purpose: "dpo-audit" });
      const theirs = await ask({ ...HOUSING, actor: "dpo-housing", purpose: "dpo-audit" });
      const said = JSON.stringify(theirs.body).includes("danger of their life");
      return [
        ...differing("an officer without the role", officer.status, 403),
        ...(said ? ["another agency's reason was told"] : []),
        ...(outlet === ANSWER_REVIEW ? differing("another agency's review", theirs.status, 404) : []),
      ];
    }),
    ...at(OWN_CAPS, (outlet) => async (door) => {
      const { personId } = person(door, ADULT);
      const set = await capsOf(door, POLICE, "PUT", personId);
      await capsOf(door, HOUSING, outlet.split(" ")[0] ?? "", personId);
      const kept = await capsOf(door, POLICE, "GET", personId);
      const ofHousing = await capsOf(door, HOUSING, "GET", personId);
      const caps = [set, kept].map(({ body }) => (body as { readonly caps?: unknown }).caps);
      const own = outlet === SET_CAPS ? 1 : 0;
      return [
        ...differing("what the police hold back", caps[1], caps[0]),
        ...differing(
          "what housing holds back",
          (ofHousing.body as { readonly caps?: readonly unknown[] }).caps?.length,
          own,
        ),
      ];
    }),
    ...rightPacks,
    ...othersSteps,
    [RAG]: forEach(wrongRating),
    [CASE]: forEach(wrongCase),
    [REFERRAL]: forEach(wrongReferral),
    ...at(REFERRAL_MOVES, othersReferrals),
    [TIMERS]: forEach((door, who) => wrongTimers(door, who, ADULT)),
    ...at([ASSESS, REVIEW, TRANSITION, STEP], othersMoves),
    ...othersHits,
    [RECEIPT]: async (door) => {
      const answer = await read(door, POLICE, person(door, ADULT).personId);
      const id = (answer.body as { readonly receipt?: { readonly id: string } }).receipt?.id ?? randomUUID();
      const theirs = await call(door, HOUSING, "GET", `/v1/receipts/${id}`);
      const own = await call(door, POLICE, "GET", `/v1/receipts/${id}`);
      return [theirs.status, own.status].join() === "404,200"
        ? []
        : [`receipt answered ${theirs.status} and ${own.status}`];
    },
    [AGREEMENTS]: async (door) => {
      const who = { ...HOUSING, agencyId: "em-provider", actor: "em-01" };
      const { body } = await call(door, who, "GET", "/v1/agreements");
      const { agreements } = body as { readonly agreements: readonly { readonly id: string }[] };
      const own = door.world.oracle.agreements.filter(({ document }) =>
        document.parties.some(({ id }) => id === who.agencyId),
      );
      const wanted = own.map(({ document }) => document.id).sort();
      return differing("agreements", agreements.map(({ id }) => id).sort(), wanted);
    },
    ...at(AGREEMENT_LIFE, ownAgreementAlone),
    ...at(AUDIT, ownLogAlone),
  },
  doesNotApply: {
    "what is sent is checked against the sender and nothing of others is answered": [SEND],
    "it asks for a role before anything, as L2 tries": [EMERGENCY, ...EVALUATION],
    "it is the same for everybody": OPEN_PAGES,
  },
  broken: {
    "subscriptions and answers run with the rights of the system": {
      fault: systemRights,
      seenAt: [...VALUES, ...LINKS, RECEIPT, AGREEMENTS, RAG, CASE, REFERRAL, TIMERS, MEETING],
    },
    "one desk for tag hits": {
      fault: {
        between: takesCallersFor({
          agencyId: "em-provider",
          agencyType: "electronic-monitoring",
          actor: "em-01",
          purpose: "crime-matching",
        }),
      },
      seenAt: TAG_HITS,
    },
    "one list of subscriptions for all agencies": {
      fault: {
        between: takesCallersFor({ agencyId: "hampshire-police" }),
      },
      seenAt: [SUBSCRIPTION, SUBSCRIBE, UNSUBSCRIBE],
    },
    "one desk for what all agencies owe and hold back": {
      fault: { between: takesCallersFor({ agencyId: "hampshire-police", actor: "dpo-police" }) },
      seenAt: [OWED_REVIEWS, ANSWER_REVIEW, NOTICES, ...AGREEMENT_LIFE, ...AUDIT],
    },
    "one list of what all agencies hold back": {
      fault: {
        between: rewrites([CAPS], (answer) => ({ ...answer, caps: [{ recipient: "x" }] })),
      },
      seenAt: OWN_CAPS,
    },
  },
};

function forEach(check: (door: Door, who: Caller) => ReturnType<Check>): Check {
  return async (door) => {
    const problems: string[] = [];
    for (const who of CALLERS) {
      problems.push(...(await check(door, who)).map((problem) => `${who.agencyId}: ${problem}`));
    }
    return problems;
  };
}
