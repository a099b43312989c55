import { json, type RouteDocument, SIGNED } from "./route-document.ts";

/** What a scheme measures and says of itself, and the published scale beside the evidence. */
export const EVALUATION_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "GET",
    path: "/v1/evaluation",
    summary: "What the scheme measures of itself, for its manager",
    description:
      "Of the twelve months to a quarter that is over (`quarter`, by default the last), in one of four templates: `measures`, `value-for-money`, `key-principles`, `national`. No count of fewer people than `smallNumber` is shown, nor one from which such a count could be had. The national template is for the role `national` too. A quarter that is not over is 409.",
    query: [
      { name: "quarter", description: "`2026-Q3`: the last of the four quarters that are measured; it must be over." },
      { name: "template", description: "`measures` unless told, `value-for-money`, `key-principles` or `national`." },
    ],
    answers: { 200: json("evaluation", "The part of the report that was asked for.") },
    problems: [...SIGNED, 409],
  },
  {
    method: "POST",
    path: "/v1/evaluation/statements",
    summary: "State what the scheme says of itself for a quarter",
    description:
      "Its answers to the six key principles, what it cost, and a comparison cohort or that there is none. What is stated later stands, member by member; nothing stated before is lost.",
    request: "scheme-statement",
    answers: { 201: json("scheme-stated", "The statement is kept.") },
    problems: [...SIGNED, 409],
  },
  {
    method: "POST",
    path: "/v1/evaluation/reconviction-scores",
    summary: "Work out the published reconviction scale OGRS3, every term shown",
    description:
      "From what is handed over and from nobody's record; nothing of it is kept. It stands beside the evidence and decides nothing: no colour rests on it. Without one of the inputs there is no score (409, guard input-missing).",
    request: "reconviction-inputs",
    answers: { 200: json("reconviction-score", "The score, its terms and where they are published.") },
    problems: [...SIGNED, 409],
  },
];
