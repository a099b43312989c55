import { type TransitionInput, transitionDates } from "../casework/youth/transition-dates.ts";
import { londonMidnight } from "./calendar.ts";
import { type Steps, tidySteps } from "./timeline.ts";

/** The youth transition of handbook 6.6 as a small calendar. */
export function transitionSteps(input: TransitionInput): Steps {
  const { t1, t2, t3 } = transitionDates(input);
  const stages = [
    { on: t1, value: "t1" },
    { on: t2, value: "t2" },
    { on: t3, value: "t3" },
  ];
  return tidySteps([
    { from: null, value: "none" },
    ...stages.flatMap(({ on, value }) => (on === null ? [] : [{ from: londonMidnight(on), value }])),
  ]);
}
