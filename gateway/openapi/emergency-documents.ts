import { json, type RouteDocument, SIGNED } from "./route-document.ts";

/** Access in an immediate risk to life, its reviews, and those who are told of it. */
export const EMERGENCY_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "POST",
    path: "/v1/people/:personId/emergency-access",
    summary: "Open emergency access to one person, for one actor",
    description:
      "For the roles that the agreement's emergency rules name, under Hub-Purpose emergency. While it is open the same actor reads the person for that purpose. The answer is the same whether the id is anybody's or not; the agencies whose data it lets out are told at once, and a review is owed.",
    request: "emergency-access-request",
    answers: { 201: json("emergency-access", "It is open until the time said.") },
    problems: [...SIGNED, 409],
  },
  {
    method: "GET",
    path: "/v1/emergency-reviews",
    summary: "Openings of emergency access that the caller's agency has yet to review",
    description: "For its data protection officers and supervisors.",
    answers: { 200: json("emergency-reviews", "The most urgent first.") },
    problems: [...SIGNED],
  },
  {
    method: "POST",
    path: "/v1/emergency-reviews/:id/answer",
    summary: "Close a review of emergency access",
    description: "By somebody who had no part in the opening; once.",
    request: "emergency-review-answer",
    answers: { 200: json("emergency-review-answered", "It is closed.") },
    problems: [...SIGNED, 409],
  },
  {
    method: "GET",
    path: "/v1/emergency-notices",
    summary: "Emergency access to people whose data the caller's agency gave",
    description: "For its data protection officers and supervisors. There from the moment the access opens.",
    answers: { 200: json("emergency-notices", "Of the last 90 days, newest first.") },
    problems: [...SIGNED],
  },
];
