import { json, type RouteDocument, SIGNED } from "./route-document.ts";

const STEPS = [
  ["opening", "Open a meeting: its agenda is made by rule and frozen", "meeting-move"],
  ["attendance", "Note who is there; a guest comes for people who are named, and for a time", "meeting-attendance"],
  ["decisions", "Record what the meeting decided of an item, with each agency's position", "meeting-decision"],
  ["closing", "Close a meeting: what was not reached is said to be so", "meeting-move"],
] as const;

/** Meetings of the scheme. */
export const MEETING_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "GET",
    path: "/v1/meetings/:id",
    summary: "A meeting's agenda, as this attendee may see it",
    description:
      "For who is at the meeting. Each line is decided and logged by itself; whom the attendee may not see is not there and is not counted.",
    answers: { 200: json("meeting-pack", "The pack, numbered.") },
    problems: SIGNED,
  },
  {
    method: "POST",
    path: "/v1/meetings",
    summary: "Call a meeting of the scheme",
    request: "meeting-call",
    answers: { 200: json("meeting-moved", "It is called.") },
    problems: [...SIGNED, 409],
  },
  ...STEPS.map(([step, summary, request]) => ({
    method: "POST" as const,
    path: `/v1/meetings/:id/${step}`,
    summary,
    request,
    answers: { 200: json("meeting-moved", "It is kept.") },
    problems: [...SIGNED, 409],
  })),
];
