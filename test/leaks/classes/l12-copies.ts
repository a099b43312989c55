import { ADULT, COORDINATOR, call, HOUSING } from "../door/drive.ts";
import { rawRecord } from "../door/faults.ts";
import { ORDINARY_CALLS } from "../door/ordinary-calls.ts";
import { leaksIn, tokensOfAll } from "../sweep/probe.ts";
import { heldText } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import { LINKS, OPEN_PAGES, OUTLETS, PEOPLE, PULL, REVIEWS, SEARCH, STREAM } from "./outlets.ts";

const OPEN: ReadonlySet<string> = new Set(OPEN_PAGES);

/** Every part of a whole hub is read the same way by the canary sweep, dead letters and the bus included. */
export const l12: LeakClass = {
  id: "L12",
  says: "nothing of anybody is written to a log, at whatever level",
  checks: at(
    OUTLETS.filter((outlet) => !OPEN.has(outlet)),
    (outlet) => async (door) => {
      const before = door.logged().length;
      const name = await heldText(door, ADULT, "identity.lastName");
      const failing = () => {
        throw new Error(`no decision on ${name}`);
      };
      await ORDINARY_CALLS[outlet](door, HOUSING);
      await door.under(failing, () => ORDINARY_CALLS[outlet](door, HOUSING));
      const path = outlet.split(" ")[1]?.replaceAll(/:[A-Za-z]+/g, name) ?? "";
      await call(door, LINKS.includes(outlet) ? COORDINATOR : HOUSING, outlet.split(" ")[0] ?? "", `${path}?x=${name}`);
      // An agency's id of a person is no secret of the agency's; the hub's own is kept out of logs with the rest.
      const ids = new Set<string>();
      return leaksIn(tokensOfAll(door.world.people), door.logged().subarray(before), ids);
    },
  ),
  doesNotApply: { "it reads nobody and logs nothing": OPEN_PAGES },
  broken: {
    "a gateway that writes down what it read": {
      fault: {
        between: (of) => async (_, next) => {
          await next();
          of.log.debug({ record: await rawRecord(of) }, "answered");
        },
      },
      seenAt: [PEOPLE, SEARCH, PULL, STREAM, REVIEWS],
    },
  },
};
