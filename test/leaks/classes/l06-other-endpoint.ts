import { type Caller, COORDINATOR, HOUSING } from "../door/drive.ts";
import { EM_HUB, FORCE } from "../door/drive-hits.ts";
import { rawRecord, rewrites } from "../door/faults.ts";
import { ORDINARY_CALLS } from "../door/ordinary-calls.ts";
import { leaksIn, tokensOfAll } from "../sweep/probe.ts";
import { allowedOf } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import {
  AGREEMENTS,
  HIT_MOVES,
  OUTLETS,
  type Outlet,
  OWN_AFFAIRS,
  PEOPLE,
  REVIEWS,
  SEARCH,
  TAG_HITS,
} from "./outlets.ts";

/** The monitoring provider and a data protection officer, who see next to nothing, and somebody who sees some. */
const CALLERS: readonly Caller[] = [
  { ...HOUSING, agencyId: "em-provider", actor: "em-01" },
  { ...HOUSING, actor: "dpo-housing" },
  HOUSING,
];

/** Where only some may call, those are tried, and what they may see for what they call for is all that may come. */
function callersOf(outlet: Outlet): readonly Caller[] {
  if (outlet === REVIEWS) {
    return [COORDINATOR];
  }
  return TAG_HITS.includes(outlet) || HIT_MOVES.includes(outlet) ? [EM_HUB, FORCE] : CALLERS;
}

export const l06: LeakClass = {
  id: "L6",
  says: "no way out skips the check that the others make",
  checks: at(OUTLETS, (outlet) => async (door) => {
    const tokens = tokensOfAll(door.world.people);
    const problems: string[] = [];
    for (const who of callersOf(outlet)) {
      const allowed = await allowedOf(door, who);
      door.take();
      await ORDINARY_CALLS[outlet](door, who);
      problems.push(...leaksIn(tokens, door.take(), allowed).map((leak) => `${who.actor}: ${leak}`));
    }
    return problems;
  }),
  doesNotApply: {},
  broken: {
    "routes that answer with the record as it is": {
      fault: {
        between: rewrites([PEOPLE, SEARCH, REVIEWS, ...TAG_HITS, ...OWN_AFFAIRS], async (answer, _c, of) => ({
          ...answer,
          export: await rawRecord(of),
        })),
      },
      seenAt: [PEOPLE, SEARCH, REVIEWS, ...TAG_HITS, AGREEMENTS],
    },
  },
};
