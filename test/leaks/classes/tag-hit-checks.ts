import type { Answer } from "#gateway/client/agency-client.ts";
import type { Door } from "../door/door.ts";
import { ADULT, type Caller, call, HOUSING, person, SEALED } from "../door/drive.ts";
import { callHitOf, callHitOfNobody, EM_HUB, FORCE, hitCaller, listHits } from "../door/drive-hits.ts";
import { HIT_SUBJECT, plantHit } from "../door/planted-hits.ts";
import { codeOf, differing, steady } from "./judge.ts";
import { at, type Check, type LeakClass } from "./leak-class.ts";
import {
  CRIMES,
  DECIDE_HIT,
  HIT_MOVES,
  HIT_REPORT,
  HITS,
  OUTCOME_HIT,
  type Outlet,
  SEND_CRIMES,
  TAG_HITS,
} from "./outlets.ts";

const ALL: readonly Outlet[] = [...TAG_HITS, ...HIT_MOVES];
/** Each way out as whoever calls there by right; the list as both. */
const callersOf = (outlet: Outlet): readonly Caller[] =>
  outlet === HITS || outlet === HIT_REPORT ? [EM_HUB, FORCE] : [hitCaller(outlet, EM_HUB)];

/** One caller after the other: a check may swap what holds for all of the door. */
function forCallers(outlets: readonly Outlet[], check: (door: Door, who: Caller, outlet: Outlet) => ReturnType<Check>) {
  return at(outlets, (outlet) => async (door) => {
    const problems: string[] = [];
    for (const who of callersOf(outlet)) {
      problems.push(...(await check(door, who, outlet)));
    }
    return problems;
  });
}

const outside = ({ status, body, headers }: Answer): unknown => ({
  status,
  body: steady(body),
  headers: Object.keys(headers).sort(),
});

/** L2: nothing comes of somebody sealed, and crimes are no business of whoever is no force. */
export const sealedHits: LeakClass["checks"] = {
  ...forCallers(ALL, async (door, who, outlet) => {
    const { status } = await callHitOf(door, who, outlet, SEALED);
    const sealed = await door.personIdFor(who.agencyId, person(door, SEALED).personId);
    const listed = outlet === HITS && (await listHits(door, who)).some(({ personId }) => personId === sealed);
    return [...differing("a hit of somebody sealed", status, 404), ...(listed ? ["somebody sealed is listed"] : [])];
  }),
  ...at(CRIMES, onlyForForces),
};

/** L3: the hub's candidates are not the force's, its decision is not theirs, and neither is anybody else's. */
export const othersHits: LeakClass["checks"] = {
  ...at(ALL, (outlet) => async (door) => {
    const housing = await callHitOf(door, { ...HOUSING, purpose: "crime-matching" }, outlet, ADULT);
    const [method = "", path = ""] = outlet.split(" ");
    const wrongSide = outlet === OUTCOME_HIT ? EM_HUB : FORCE;
    const { candidate } = door.world.hits;
    const asked = outlet === HITS ? `${path}?hit=${candidate}` : path.replace(":id", candidate);
    const other = await call(door, wrongSide, method, asked, method === "POST" ? { body: {} } : {});
    const states = outlet === HITS ? (await listHits(door, FORCE)).map(({ state }) => state) : [];
    return [
      ...differing("an agency with no business there", housing.status, 403),
      ...differing("the other side", other.status, outlet === HITS || outlet === HIT_REPORT ? 404 : 403),
      ...differing("what a force has", new Set(states).size > 0 ? [...new Set(states)] : ["qualified"], ["qualified"]),
    ];
  }),
  ...at(CRIMES, onlyForForces),
};

function onlyForForces(outlet: Outlet): Check {
  return async (door) => {
    const [method = "", path = ""] = outlet.split(" ");
    const body = method === "POST" ? { body: { csv: "Hampshire" } } : {};
    const who = [{ ...HOUSING, purpose: "crime-matching" }, EM_HUB, { ...FORCE, purpose: HOUSING.purpose }];
    const answers = await Promise.all(who.map((one) => call(door, one, method, path.replace(":id", "a"), body)));
    return differing(
      "whoever is no force, or asks for another purpose",
      answers.map(({ status }) => status),
      [403, 403, 403],
    );
  };
}

/** L5: hits that are not shown make the list no shorter and no longer. */
export const hiddenHits: LeakClass["checks"] = {
  [HITS]: async (door) => {
    const lists = async () =>
      Promise.all([EM_HUB, FORCE].map(async (who) => (await listHits(door, who)).map(({ hitId }) => hitId)));
    const before = await lists();
    const whole = Object.keys((await call(door, FORCE, "GET", "/v1/tag-hits")).body as object);
    const { personId } = person(door, SEALED);
    for (let n = 0; n < HIDDEN_HITS; n += 1) {
      await plantHit(door.owner, personId, n % 2 === 0 ? "candidate" : "qualified");
    }
    return [
      ...differing("the lists with hidden hits", await lists(), before),
      ...differing("members", whole, ["hits"]),
    ];
  },
};

const HIDDEN_HITS = 12;

/** L7: two sides that ask at once get each its own. */
export const hitsAtOnce: LeakClass["checks"] = {
  [HITS]: async (door) => {
    const asked = Array.from({ length: 6 }, (_, n) => (n % 2 === 0 ? EM_HUB : FORCE));
    const lists = await Promise.all(asked.map((who) => listHits(door, who)));
    return lists.flatMap((hits, place) =>
      hits.every(({ state }) => state === (place % 2 === 0 ? "candidate" : "qualified")) && hits.length > 0
        ? []
        : [`${asked[place]?.agencyId} got another's list`],
    );
  },
};

/** L7, L15: reports asked for at once are each the asker's own, and the force's says nothing of others. */
export const reportsAtOnce: LeakClass["checks"] = {
  [HIT_REPORT]: async (door) => {
    const asked = Array.from({ length: 4 }, (_, n) => (n % 2 === 0 ? EM_HUB : FORCE));
    const answers = await Promise.all(asked.map((who) => callHitOf(door, who, HIT_REPORT, ADULT)));
    return answers.flatMap(({ body }, place) => {
      const text = JSON.stringify(body);
      const { candidate, qualified } = door.world.hits;
      const isRight =
        place % 2 === 0
          ? text.includes(candidate) && text.includes("other tagged person")
          : text.includes(qualified) && !/other tagged|em-01/.test(text);
      return isRight ? [] : [`${asked[place]?.agencyId} got a report that is not its own`];
    });
  },
};

/** L10: a step is answered with its own reference alone. */
export const hitEchoes: LeakClass["checks"] = {
  ...forCallers(HIT_MOVES, async (door, who, outlet) => {
    const { body } = await callHitOf(door, who, outlet, ADULT);
    const hitId = outlet === DECIDE_HIT ? door.world.hits.candidate : door.world.hits.qualified;
    return differing("the answer", body, { hitId, outcome: "decided" });
  }),
  [SEND_CRIMES]: async (door) => {
    const { body } = await call(door, FORCE, "POST", "/v1/crime-batches", { body: { csv: "Hampshire" } });
    const members = ["accepted", "faults", "id", "rejected", "rows", "state"];
    return differing("members", Object.keys(body as object).sort(), members);
  },
};

/** L11: a hit, a person or a batch that is withheld is answered as one that is not there. */
export const unknownHits: LeakClass["checks"] = {
  ...forCallers(ALL, async (door, who, outlet) =>
    differing(
      `${who.agencyId} about somebody sealed`,
      outside(await callHitOf(door, who, outlet, SEALED)),
      outside(await callHitOfNobody(door, who, outlet)),
    ),
  ),
};

/** L13: an agreement that ended lets nobody see, ask or decide. */
export function endedHits(under: (door: Door, work: () => Promise<Answer>) => Promise<Answer>): LeakClass["checks"] {
  return forCallers(ALL, async (door, who, outlet) => {
    const answer = await under(door, () => callHitOf(door, who, outlet, ADULT));
    const isRight = answer.status === 403 && codeOf(answer) === "agreement-not-in-force";
    return isRight ? [] : [`${who.agencyId} was answered ${answer.status} after the end`];
  });
}

/** L15: what a force is told of a hit says nothing of others whose hits may never be qualified. */
export const derivedHits: LeakClass["checks"] = {
  [HITS]: async (door) => {
    const hub = JSON.stringify((await callHitOf(door, EM_HUB, HITS, ADULT)).body);
    const force = JSON.stringify((await callHitOf(door, FORCE, HITS, ADULT)).body);
    return [
      ...(hub.includes("other tagged person") ? [] : ["the monitoring hub is not told of others"]),
      ...(/other tagged|em-01|"note"/.test(force) ? ["the force is told of others, or of who decided"] : []),
    ];
  },
};

/** L18: a restriction keeps both sides from the hits of the person at once. */
export function restrictedHits(
  restrict: (door: Door, excluded: readonly string[]) => Promise<void>,
): LeakClass["checks"] {
  return forCallers(ALL, async (door, who, outlet) => {
    await restrict(door, [who.agencyId]);
    const kept = await callHitOf(door, who, outlet, HIT_SUBJECT);
    await restrict(door, []);
    const free = await callHitOf(door, who, outlet, HIT_SUBJECT);
    return differing("kept out, and free", [kept.status, free.status], [404, 200]);
  });
}
