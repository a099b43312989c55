import { json, type RouteDocument, SIGNED } from "./route-document.ts";

/** What receivers have to erase, and their answers. */
export const ERASURE_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "GET",
    path: "/v1/erasure-notices",
    summary: "What the caller's agency has to erase, and what others left unanswered of its values",
    description:
      "For data protection officers, under Hub-Purpose dpo-audit. Persons, fields and times, never a value. A notice that is not answered within 28 days goes to the originators of what it lists.",
    query: [{ name: "after", description: "Cursor of the page before." }],
    answers: { 200: json("erasure-notices", "Notices in the order in which they were issued.") },
    problems: SIGNED,
  },
  {
    method: "POST",
    path: "/v1/erasure-notices/:id/answer",
    summary: "Say what was erased, and on what ground anything was kept",
    description: "By the receiver's data protection officer, once; also after it was passed on.",
    request: "erasure-answer",
    answers: { 200: json("erasure-answered", "The answer is kept.") },
    problems: [...SIGNED, 409],
  },
];
