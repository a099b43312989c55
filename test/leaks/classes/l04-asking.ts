import { randomUUID } from "node:crypto";
import type { RouteProfile } from "#gateway/caller/route-profile.ts";
import type { Answer } from "#gateway/client/agency-client.ts";
import type { Door } from "../door/door.ts";
import { ADULT, type Caller, COORDINATOR, call, HOUSING, person, search } from "../door/drive.ts";
import { overrules } from "../door/faults.ts";
import { codeOf, heldText } from "./judge.ts";
import { at, type Check, type LeakClass } from "./leak-class.ts";
import {
  AGREEMENT_LIFE,
  AUDIT,
  CRIMES,
  EMERGENCIES,
  EVALUATION,
  HIT_MOVES,
  LINKS,
  MEETINGS,
  OPEN_PAGES,
  type Outlet,
  OWN_AFFAIRS,
  OWN_CAPS,
  PEOPLE,
  PULL,
  RATING,
  SEARCH,
  STREAM,
  TAG_HITS,
} from "./outlets.ts";

/** Ways to order, count, filter or rank that somebody may try on any route. */
const ASKING = ["sort", "order", "count", "total", "summary", "filter", "q", "match", "exists", "rank", "groupBy"];

const HITS_AND_CRIMES: readonly Outlet[] = [...TAG_HITS, ...HIT_MOVES, ...CRIMES];

export const l04: LeakClass = {
  id: "L4",
  says: "nothing can be asked by what the caller may not read, and what is not understood is refused by name",
  checks: {
    ...at(
      [
        PEOPLE,
        PULL,
        STREAM,
        ...LINKS,
        ...OWN_AFFAIRS,
        ...EMERGENCIES,
        ...OWN_CAPS,
        ...RATING,
        ...MEETINGS,
        ...HITS_AND_CRIMES,
        ...EVALUATION,
        ...AGREEMENT_LIFE,
        ...AUDIT,
      ],
      refusesParameters,
    ),
    [SEARCH]: async (door) => [...(await refusesParameters(SEARCH)(door)), ...(await refusesTerms(door))],
  },
  doesNotApply: { "it answers the same whatever is asked of it": OPEN_PAGES },
  broken: {
    "parameters that are quietly dropped": {
      fault: { profiles: (routes) => routes.map(acceptingAll) },
      seenAt: [
        PEOPLE,
        SEARCH,
        PULL,
        STREAM,
        ...LINKS,
        ...OWN_AFFAIRS,
        ...EMERGENCIES,
        ...OWN_CAPS,
        ...RATING,
        ...MEETINGS,
        ...HITS_AND_CRIMES,
        ...EVALUATION,
        ...AGREEMENT_LIFE,
        ...AUDIT,
      ],
    },
    "terms that are quietly dropped": {
      fault: {
        between: overrules([SEARCH], () => ({
          people: [],
          agreements: [],
          purpose: "iom-case-management",
          cursor: null,
        })),
      },
      seenAt: [SEARCH],
    },
  },
};

const acceptingAll = (route: RouteProfile): RouteProfile => ({ ...route, query: [...(route.query ?? []), ...ASKING] });

function refusesParameters(outlet: Outlet): Check {
  return async (door) => {
    const [, pattern = ""] = outlet.split(" ");
    const who: Caller = LINKS.includes(outlet) ? COORDINATOR : HOUSING;
    const id = await door.personIdFor(who.agencyId, person(door, ADULT).personId);
    const path = pattern
      .replace("/:personId", `/${id}`)
      .replace("/:id", `/${outlet.includes("links") ? door.world.reviews.shown : "default"}`)
      .replaceAll(/:[A-Za-z]+/g, "1");
    const problems: string[] = [];
    for (const name of ASKING) {
      const answer = await ask(door, outlet, who, `${path}?${name}=identity.lastName`);
      const { errors = [] } = answer.body as { readonly errors?: readonly { readonly pointer: string }[] };
      const isNamed = errors.some(({ pointer }) => pointer === `/${name}`);
      problems.push(...(answer.status === 422 && isNamed ? [] : [`${name} was answered with ${answer.status}`]));
      if (outlet === STREAM && problems.length > 0) {
        // Each further stream would have to be waited for.
        break;
      }
    }
    return problems;
  };
}

/** A stream that opens all the same would never end. */
async function ask(door: Door, outlet: Outlet, who: Caller, path: string): Promise<Pick<Answer, "status" | "body">> {
  const method = outlet.split(" ")[0] ?? "";
  const options = method === "POST" || method === "PUT" ? { body: bodyOf(outlet) } : {};
  const signal = AbortSignal.timeout(1_000);
  return call(door, who, method, path, { ...options, ...(outlet === STREAM ? { signal } : {}) }).catch(
    (error: unknown) => {
      if (signal.aborted) {
        return { status: 200, body: {} };
      }
      throw error;
    },
  );
}

function bodyOf(outlet: Outlet): object {
  if (outlet === SEARCH) {
    return { match: { "identity.lastName": "x" } };
  }
  return outlet.includes("reviews")
    ? { decision: "unsure", reason: "Not enough to go by." }
    : { scope: { kind: "all-registered" } };
}

async function refusesTerms(door: Door): Promise<readonly string[]> {
  const pnc = await heldText(door, ADULT, "police.pncId");
  const terms: readonly (readonly [object, string])[] = [
    [{ "police.pncId": pnc }, "police.pncId"],
    [{ "identity.lastName": "x", "treatment.mainSubstance": "heroin" }, "treatment.mainSubstance"],
    [{ "treatment.mainSubstance.code": "x" }, "treatment.mainSubstance.code"],
    [{ "identity.accessRestriction": "x" }, "identity.accessRestriction"],
    [{ "facts.age-group": "adult" }, "facts.age-group"],
    [{ personId: randomUUID() }, "personId"],
    [{ "values.police.pncId": pnc }, "values.police.pncId"],
    [{ "identity.nationality": "x" }, "identity.nationality"],
  ];
  const named = await Promise.all(
    terms.map(async ([match, field]) => {
      const answer = await search(door, HOUSING, match as Record<string, unknown>);
      const { field: refused } = answer.body as { readonly field?: string };
      return answer.status === 422 && codeOf(answer) === "field-not-queryable" && refused === field
        ? []
        : [`${field} was answered with ${answer.status} ${codeOf(answer)}`];
    }),
  );
  const shapes = await Promise.all(
    [
      { sort: "police.pncId" },
      { count: true },
      { fields: ["police.pncId"] },
      { match: { "identity.lastName": { $gt: "" } } },
      { match: { "identity.lastName": ["x"] } },
    ].map(async (more) => {
      const answer = await search(door, HOUSING, { "identity.lastName": "x" }, more);
      return answer.status === 422 && codeOf(answer) === "validation-failed"
        ? []
        : [`${JSON.stringify(more)} was answered with ${answer.status}`];
    }),
  );
  return [...named, ...shapes].flat();
}
