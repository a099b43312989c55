import { json, type RouteDocument, SIGNED } from "./route-document.ts";

/** What falls due. */
export const TIMER_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "GET",
    path: "/v1/people/:personId/timers",
    summary: "What falls due for a person, and why",
    description:
      "Days are London days. A timer tells what it rests on, and so is here only for a caller who may see every value of that in full. A person withheld and a person unknown are answered alike.",
    answers: {
      200: json("person-timers", "What is due and what will be, soonest first, with the values it rests on."),
    },
    problems: SIGNED,
  },
];
