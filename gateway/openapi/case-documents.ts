import { json, type RouteDocument, SIGNED } from "./route-document.ts";

/** Where a case stands, and how it moves. */
export const CASE_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "GET",
    path: "/v1/people/:personId/case",
    summary: "Where a person's case stands and why it can or cannot move, as the caller may see it",
    description:
      "Every move that leads on, who makes it, and how each of its guards stands. A guard that rests on what the caller may not see is not-shown. `proposed` is what the system suggests; people decide. A person withheld and a person unknown are answered alike.",
    answers: { 200: json("case-view", "The state, and each way on with its guards.") },
    problems: SIGNED,
  },
  {
    method: "POST",
    path: "/v1/people/:personId/transitions",
    summary: "Move a person's case",
    description:
      "An illegal move is refused with the guard that failed (409) and changes nothing. Where two reasons lead the same way, `ground` names one.",
    request: "transition-request",
    answers: { 200: json("case-moved", "The case has moved.") },
    problems: [...SIGNED, 409],
  },
  {
    method: "POST",
    path: "/v1/people/:personId/case-steps",
    summary: "Note what was done on a case without moving it",
    description:
      "An exit or transition plan and how far it has come, the management report opened, an action of the plan, a ratification, information that a deferred referral waited for.",
    request: "case-step",
    answers: { 200: json("case-moved", "The step is kept.") },
    problems: [...SIGNED, 409],
  },
];
