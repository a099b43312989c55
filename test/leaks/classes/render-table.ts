import type { LeakClass } from "./leak-class.ts";
import { OUTLETS, type Outlet } from "./outlets.ts";

/** The decisions as a page: what is tried where, how it was shown that it can fail, and why the rest need not be. */
export function renderTable(classes: readonly LeakClass[]): string {
  const heads = classes.map(({ id }) => id);
  const rows = OUTLETS.map((outlet) => `| \`${outlet}\` | ${classes.map((one) => cell(one, outlet)).join(" | ")} |`);
  return [
    "# Which leak is tried at which way out",
    "",
    "Written by `LEAKS_WRITE=1 npx vitest run --project journeys test/leaks/classes/table.test.ts` from the classes beside it; the test holds the",
    "two together and the list of ways out to the router. `●` tried, and shown to notice a fault put there on purpose; `○` tried; a letter: need not",
    "be, for the reason below.",
    "",
    `| way out | ${heads.join(" | ")} |`,
    `|---|${heads.map(() => "---").join("|")}|`,
    ...rows,
    "",
    ...classes.flatMap(about),
  ].join("\n");
}

function cell({ checks, broken, doesNotApply }: LeakClass, outlet: Outlet): string {
  if (checks[outlet] !== undefined) {
    return Object.values(broken).some(({ seenAt }) => seenAt.includes(outlet)) ? "●" : "○";
  }
  return letter(Object.values(doesNotApply).findIndex((outlets) => outlets.includes(outlet)));
}

function about({ id, says, broken, doesNotApply }: LeakClass): readonly string[] {
  const reasons = Object.keys(doesNotApply).map((reason, place) => `${letter(place)}: ${reason}.`);
  return [
    `**${id}: ${says}.** ${reasons.join(" ")}`.trimEnd(),
    `Faults noticed: ${Object.keys(broken).join("; ")}.`,
    "",
  ];
}

const letter = (place: number) => String.fromCharCode(97 + place);
