import { json, type RouteDocument, SIGNED } from "./route-document.ts";

/** Crimes, the tagged people who were near them, and what humans make of it. Hub-Purpose crime-matching throughout. */
export const TAG_HIT_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "POST",
    path: "/v1/crime-batches",
    summary: "Send crimes to be compared with tag positions",
    description:
      "For police forces. The 13-column CSV or the hub's own as text, or crimes as JSON with its names. Good crimes are taken and the others are told, each with what to do; a batch of which none could be taken is 422 and says the same under `batch`.",
    request: "crime-batch",
    answers: { 202: json("crime-batch-state", "Taken in, or received and still being read.") },
    problems: [...SIGNED],
  },
  {
    method: "GET",
    path: "/v1/crime-batches/:id",
    summary: "Where a batch of the caller's own force stands",
    answers: { 200: json("crime-batch-state", "Its state and what was wrong with it, row by row.") },
    problems: [...SIGNED],
  },
  {
    method: "GET",
    path: "/v1/tag-hits",
    summary: "Tag hits as the caller may see them",
    description:
      "The monitoring hub sees its own candidates; a force the qualified hits of its own crimes, as far as its agreement goes. Every hit says how much of the window its tag covers. Looking is logged.",
    query: [
      {
        name: "state",
        description: "candidate, qualified or rejected, for the monitoring hub; candidate unless told.",
      },
      { name: "wide", description: "true lists hits of windows over 12 hours as well." },
      { name: "hit", description: "One hit, with its positions." },
    ],
    answers: { 200: json("tag-hits", "The hits.") },
    problems: [...SIGNED],
  },
  {
    method: "POST",
    path: "/v1/tag-hits/:id/qualification",
    summary: "Qualify or reject a candidate, for the monitoring hub",
    description: "Once. A qualified hit goes to the crime's force by the agreement, and to nobody before.",
    request: "tag-hit-decision",
    answers: { 200: json("tag-hit-decided", "The decision is kept.") },
    problems: [...SIGNED, 409],
  },
  {
    method: "POST",
    path: "/v1/tag-hits/:id/outcome",
    summary: "Say what came of a qualified hit, for the crime's force",
    description: "May be put right later.",
    request: "tag-hit-outcome",
    answers: { 200: json("tag-hit-decided", "The outcome is kept.") },
    problems: [...SIGNED, 409],
  },
  {
    method: "GET",
    path: "/v1/tag-hits/:id/report",
    summary: "A hit as a document: HTML that needs nothing else, and PDF",
    description:
      "Summary, map, positions, method, what it does not say, and digests, of nothing but what the caller may see of the hit.",
    answers: { 200: json("tag-hit-report", "Both files, each with its digest.") },
    problems: [...SIGNED],
  },
  {
    method: "POST",
    path: "/v1/tag-hits/questions",
    summary: "Was this person near that crime? For the monitoring hub",
    description:
      "Any of the five answers, ruling out among them. Little coverage is never a ruling out. Whether the person may be compared at all is checked before any position is read, and the asking is logged whatever comes of it.",
    request: "tag-hit-question",
    answers: { 200: json("tag-hit-answer", "The answer, in words and figures.") },
    problems: [...SIGNED, 409],
  },
];
