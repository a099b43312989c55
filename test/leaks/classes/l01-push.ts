import {
  ADULT,
  CHILD,
  change,
  changeEverything,
  DRUGS,
  HOUSING,
  hear,
  newestCursor,
  POLICE,
  person,
  set,
} from "../door/drive.ts";
import { raised } from "../door/faults.ts";
import { leaksIn, tokensOfAll } from "../sweep/probe.ts";
import { changedIn, expected, formsBeyond } from "./judge.ts";
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
  OWN_AFFAIRS,
  OWN_CAPS,
  PEOPLE,
  PULL,
  RATING,
  SEARCH,
  STREAM,
  TAG_HITS,
} from "./outlets.ts";

export const l01: LeakClass = {
  id: "L1",
  says: "what is sent unasked goes through the field rule of whoever gets it",
  checks: at([PULL, STREAM], (outlet) => pushed(outlet === PULL ? "pull" : "stream")),
  doesNotApply: {
    "nothing is sent there unasked": [
      ...AGREEMENT_LIFE,
      ...AUDIT,
      PEOPLE,
      SEARCH,
      ...LINKS,
      ...OWN_AFFAIRS,
      ...EMERGENCIES,
      ...EVALUATION,
      ...OWN_CAPS,
      ...RATING,
      ...MEETINGS,
      ...CRIMES,
      ...TAG_HITS,
      ...HIT_MOVES,
      ...OPEN_PAGES,
    ],
  },
  broken: {
    "updates made with more rights than answers": {
      fault: { at: { routes: [PULL, STREAM], made: raised } },
      seenAt: [PULL, STREAM],
    },
  },
};

function pushed(by: "pull" | "stream"): Check {
  return async (door) => {
    const who = [HOUSING, DRUGS, POLICE];
    const cursors = await Promise.all(who.map((one) => newestCursor(door, one)));
    const changed = await changeEverything(door, person(door, ADULT));
    await change(door, person(door, CHILD).personId, "hampshire-police", set("police.pncId", "2019/1234567X"));
    const tokens = tokensOfAll([...door.world.people, changed]);
    const problems: string[] = [];
    for (const [place, one] of who.entries()) {
      const { updates } = await hear(door, by, one, cursors[place] ?? "");
      const want = await expected(door, one, changed);
      const allowed = "refused" in want ? new Set<string>() : want.allowed;
      const [about] = updates;
      const found = [
        ...leaksIn(tokens, Buffer.from(JSON.stringify(updates)), allowed),
        ...(about === undefined ? ["nothing came"] : formsBeyond(changedIn(about), want)),
      ];
      problems.push(...found.map((problem) => `${one.agencyId}: ${problem}`));
    }
    return problems;
  };
}
