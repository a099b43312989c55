import { json, type RouteDocument, SIGNED } from "./route-document.ts";

/** A colour, what is suggested beside it, and what officers decide. */
export const RAG_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "GET",
    path: "/v1/people/:personId/rag",
    summary: "A person's colour beside what the engine suggests, as the caller may see it",
    description:
      "Each reason is there only for those who may see what it rests on; who may not sees the colour alone. A person withheld and a person unknown are answered alike.",
    answers: { 200: json("rag-view", "The colour, what is suggested and why, what is not known, and what is due.") },
    problems: SIGNED,
  },
  {
    method: "POST",
    path: "/v1/people/:personId/rag-assessments",
    summary: "Decide a person's colour",
    description:
      "By the lead officer, or by the chair for a meeting. A colour other than the one suggested needs a reason. `view` is that of the reading the decision was made on: if it has changed since, nothing is kept (409, guard changed-meanwhile).",
    request: "rag-assessment",
    answers: { 200: json("rag-assessed", "The assessment is kept.") },
    problems: [...SIGNED, 409],
  },
  {
    method: "POST",
    path: "/v1/people/:personId/reviews",
    summary: "Say whether the work done fits the colour",
    description: "By the lead officer's supervisor.",
    request: "supervisor-review",
    answers: { 200: json("supervisor-reviewed", "The review is kept.") },
    problems: [...SIGNED, 409],
  },
];
