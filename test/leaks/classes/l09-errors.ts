import type { Door } from "../door/door.ts";
import { ADULT, type Caller, COORDINATOR, call, HOUSING, person } from "../door/drive.ts";
import { ORDINARY_CALLS } from "../door/ordinary-calls.ts";
import { leaksIn, tokensOfAll } from "../sweep/probe.ts";
import { heldText } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import {
  DECIDE,
  LINKS,
  OPEN_PAGES,
  OUTLETS,
  type Outlet,
  PEOPLE,
  PULL,
  REVIEWS,
  SEARCH,
  STREAM,
  SUBSCRIBE,
} from "./outlets.ts";

const OPEN: ReadonlySet<string> = new Set(OPEN_PAGES);
/** What a problem may say (RFC 9457 and the profile): nothing of it is free text about anybody. */
const MEMBERS = [
  "type",
  "title",
  "status",
  "code",
  "request_id",
  "hint",
  "errors",
  "field",
  "candidates",
  "guard",
  "allow",
  "cursor",
];

export const l09: LeakClass = {
  id: "L9",
  says: "errors say nothing of anybody, whatever went wrong and in whatever shape",
  checks: at(
    OUTLETS.filter((outlet) => !OPEN.has(outlet)),
    (outlet) => async (door) => [...(await whenPolicyFails(door, outlet)), ...(await whenAskedWrongly(door, outlet))],
  ),
  doesNotApply: { "it takes nothing that could be wrong, and reads nobody": OPEN_PAGES },
  broken: {
    "errors that tell why": {
      fault: {
        between: () => async (c, next) => {
          await next();
          if (c.error !== undefined) {
            const detail = c.error.message;
            c.error = undefined;
            c.res = undefined;
            c.res = new Response(`it failed: ${detail}`, { status: 500, headers: { "content-type": "text/plain" } });
          }
        },
      },
      seenAt: [PEOPLE, SEARCH, PULL, STREAM, REVIEWS, DECIDE, SUBSCRIBE],
    },
  },
};

/** The engine breaks down with somebody's name in its words. */
async function whenPolicyFails(door: Door, outlet: Outlet): Promise<readonly string[]> {
  const name = await heldText(door, ADULT, "identity.lastName");
  const tokens = tokensOfAll(door.world.people);
  await door.personIdFor(HOUSING.agencyId, person(door, ADULT).personId);
  const failing = () => {
    throw new Error(`no decision on ${name}`);
  };
  door.take();
  await door.under(failing, () => ORDINARY_CALLS[outlet](door, HOUSING));
  return leaksIn(tokens, door.take()).map((leak) => `with a failing engine: ${leak}`);
}

async function whenAskedWrongly(door: Door, outlet: Outlet): Promise<readonly string[]> {
  const [method = "", pattern = ""] = outlet.split(" ");
  const name = await heldText(door, ADULT, "identity.lastName");
  const path = pattern.replaceAll(/\/:[A-Za-z]+/g, "/no-such-thing");
  const tokens = tokensOfAll(door.world.people);
  const who: Caller = LINKS.includes(outlet) ? COORDINATOR : HOUSING;
  const bodies = method === "POST" || method === "PUT" ? [{ [name]: name }, [name], `"${name}`] : [undefined];
  const problems: string[] = [];
  for (const body of bodies) {
    door.take();
    const sent = body === undefined ? {} : { body: typeof body === "string" ? Buffer.from(body) : body };
    const badly = await call(door, who, method, `${path}?secret=${name}`, sent);
    // Where nothing but a parameter can be wrong, that was all.
    const worse = path === pattern && body === undefined ? badly : await call(door, who, method, path, sent);
    for (const { status, body: problem } of [badly, worse]) {
      const others = Object.keys(problem ?? {}).filter((member) => !MEMBERS.includes(member));
      problems.push(
        ...(status >= 400 ? [] : [`answered ${status}`]),
        ...others.map((member) => `a problem says ${member}`),
      );
    }
    problems.push(...leaksIn(tokens, door.take()));
  }
  return problems;
}
