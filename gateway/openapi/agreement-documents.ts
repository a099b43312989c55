import { json, type RouteDocument, SIGNED } from "./route-document.ts";

const MOVED = { 200: json("agreement-moved", "The move is made, and every node shares by it.") };
const MOVE_PROBLEMS = [...SIGNED, 409];
const FOR_DPOS =
  "For data protection officers of a party: role dpo in the officer register, and Hub-Purpose dpo-audit.";

/** The life of a sharing agreement. */
export const AGREEMENT_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "GET",
    path: "/v1/agreements",
    summary: "The caller's own agreements",
    description: "Every version the caller's agency is a party to; drafts only to a data protection officer.",
    answers: { 200: json("agreements-answer", "Versions the caller is a party to, and what is to be done next.") },
    problems: [...SIGNED],
  },
  {
    method: "GET",
    path: "/v1/agreements/reach",
    summary: "What each recipient can ever see under the versions in force",
    description: `${FOR_DPOS} The rows and columns of the caller's own party: what it may receive, and what may be seen of what it gives.`,
    answers: { 200: json("agreement-reach", "The matrix, with exactly when and under which rule.") },
    problems: [...SIGNED],
  },
  {
    method: "GET",
    path: "/v1/agreements/:id/versions/:version",
    summary: "One version: its text, what has happened to it, who has signed",
    description: `${FOR_DPOS} The ETag is the digest.`,
    answers: { 200: json("agreement-version", "The version.") },
    problems: [...SIGNED],
  },
  {
    method: "POST",
    path: "/v1/agreements/:id/drafts",
    summary: "Write a draft, change one, or repeat an earlier version",
    description: `${FOR_DPOS} A text that is no agreement by its shape is refused, every fault with its place, and in YAML with its line. Any edit voids the approvals.`,
    request: "agreement-draft",
    answers: MOVED,
    problems: MOVE_PROBLEMS,
  },
  {
    method: "DELETE",
    path: "/v1/agreements/:id/drafts/:version",
    summary: "Put a draft away",
    description: `${FOR_DPOS} If-Match names the digest of the draft.`,
    answers: MOVED,
    problems: [...MOVE_PROBLEMS, 428],
  },
  {
    method: "POST",
    path: "/v1/agreements/:id/checks",
    summary: "What is wrong with a version, and what it would change",
    description: `${FOR_DPOS} Changes nothing. Faults, stored examples, gains and losses in sentences, and whose signatures it needs.`,
    request: "agreement-check",
    answers: { 200: json("agreement-check-answer", "What was found.") },
    problems: [...SIGNED],
  },
  {
    method: "POST",
    path: "/v1/agreements/:id/simulations",
    summary: "What a version would have changed of the days gone by",
    description: `${FOR_DPOS} Every decision in the log is made again under both versions, from the facts that were logged.`,
    request: "agreement-simulation",
    answers: {
      200: json(
        "agreement-simulation-answer",
        "How many decisions would have been others, and of how many they cannot be told.",
      ),
    },
    problems: [...SIGNED],
  },
  {
    method: "GET",
    path: "/v1/agreements/:id/versions/:version/shadow",
    summary: "What a version with a start ahead would change meanwhile",
    description: `${FOR_DPOS} The decisions made since the start was fixed, made again under the version to come. Nothing changes by it.`,
    answers: { 200: json("agreement-simulation-answer", "As a simulation answers.") },
    problems: [...SIGNED],
  },
  {
    method: "POST",
    path: "/v1/agreements/:id/proposal",
    summary: "Propose a draft to the parties that must sign, or send a version back",
    description: FOR_DPOS,
    request: "agreement-proposal",
    answers: MOVED,
    problems: MOVE_PROBLEMS,
  },
  {
    method: "POST",
    path: "/v1/agreements/:id/approvals",
    summary: "Approve a version for the caller's party",
    description: `${FOR_DPOS} Signed with the calling officer's own key: see the schema approval.`,
    request: "agreement-approval",
    answers: MOVED,
    problems: MOVE_PROBLEMS,
  },
  {
    method: "POST",
    path: "/v1/agreements/:id/activation",
    summary: "Make an approved version active, now or at a time",
    description: FOR_DPOS,
    request: "agreement-activation",
    answers: MOVED,
    problems: MOVE_PROBLEMS,
  },
  {
    method: "POST",
    path: "/v1/agreements/:id/suspension",
    summary: "Stop sharing at once, or resume",
    description: `${FOR_DPOS} Any one party suspends alone; sharing goes on once each that suspended has resumed.`,
    request: "agreement-suspension",
    answers: MOVED,
    problems: MOVE_PROBLEMS,
  },
  {
    method: "POST",
    path: "/v1/agreements/:id/termination",
    summary: "End an agreement for good",
    description: FOR_DPOS,
    request: "agreement-termination",
    answers: MOVED,
    problems: MOVE_PROBLEMS,
  },
];
