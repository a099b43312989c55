import { json, type RouteDocument, SIGNED } from "./route-document.ts";

const path = "/v1/people/:personId/originator-caps";

/** What an agency holds back of its own values about one person. */
export const ORIGINATOR_CAP_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "GET",
    path,
    summary: "What the caller's agency holds back of its own values about a person",
    description: "For officers of its register, of a person of whom it gave something.",
    answers: { 200: json("originator-caps", "The list, with the ETag that a change must name.") },
    problems: [...SIGNED],
  },
  {
    method: "PUT",
    path,
    summary: "Hold back values from a recipient: a whole person, a field or an item",
    description:
      "Puts a list in the place of the one that If-Match names. A cap only lowers what an agreement gives. It acts at once, also on updates that have not left; what has left is not taken back by it.",
    request: "originator-caps-request",
    answers: { 200: json("originator-caps", "The list as it is now.") },
    problems: [...SIGNED, 412, 428],
  },
  {
    method: "DELETE",
    path,
    summary: "Hold back nothing any more",
    answers: { 204: { description: "The agreement alone decides. No past update is sent again." } },
    problems: [...SIGNED, 412, 428],
  },
];
