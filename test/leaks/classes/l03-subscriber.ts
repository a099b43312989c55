import { randomUUID } from "node:crypto";
import type { PolicySet } from "#policies/policy-set.ts";
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
import { takesCallersFor } from "../door/faults.ts";
import { changedIn, expected, fieldsOf, formsBeyond, foundIn, heldText, wrongForms } from "./judge.ts";
import { at, type Check, type LeakClass } from "./leak-class.ts";
import {
  AGREEMENTS,
  DECIDE,
  LINKS,
  OPEN_PAGES,
  PEOPLE,
  PULL,
  RECEIPT,
  REVIEWS,
  SEARCH,
  SEND,
  STREAM,
  SUBSCRIBE,
  SUBSCRIPTION,
  UNSUBSCRIBE,
  VALUES,
} from "./outlets.ts";

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
      const without = (policies: PolicySet): PolicySet => ({
        ...policies,
        agreements: policies.agreements.map((one) => ({
          ...one,
          parties: new Map([...one.parties].filter(([id]) => id !== HOUSING.agencyId)),
        })),
      });
      const { body } = await door.under(without, () => call(door, HOUSING, "GET", "/v1/agreements"));
      const { agreements } = body as { readonly agreements: readonly unknown[] };
      return agreements.length === 0 ? [] : ["agreements of others were listed"];
    },
  },
  doesNotApply: {
    "what is sent is checked against the sender and nothing of others is answered": [SEND],
    "it is the same for everybody": OPEN_PAGES,
  },
  broken: {
    "subscriptions and answers run with the rights of the system": {
      fault: systemRights,
      seenAt: [...VALUES, ...LINKS, RECEIPT, AGREEMENTS],
    },
    "one list of subscriptions for all agencies": {
      fault: {
        between: takesCallersFor({ agencyId: "hampshire-police" }),
      },
      seenAt: [SUBSCRIPTION, SUBSCRIBE, UNSUBSCRIBE],
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
