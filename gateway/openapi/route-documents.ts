import { AGREEMENT_DOCUMENTS } from "./agreement-documents.ts";
import { CASE_DOCUMENTS } from "./case-documents.ts";
import { EMERGENCY_DOCUMENTS } from "./emergency-documents.ts";
import { ERASURE_DOCUMENTS } from "./erasure-documents.ts";
import { EVALUATION_DOCUMENTS } from "./evaluation-documents.ts";
import { MEETING_DOCUMENTS } from "./meeting-documents.ts";
import { ORIGINATOR_CAP_DOCUMENTS } from "./originator-cap-documents.ts";
import { RAG_DOCUMENTS } from "./rag-documents.ts";
import { REFERRAL_DOCUMENTS } from "./referral-documents.ts";
import { json, type RouteDocument, SIGNED } from "./route-document.ts";
import { TAG_HIT_DOCUMENTS } from "./tag-hit-documents.ts";
import { TIMER_DOCUMENTS } from "./timer-documents.ts";

/** Routes that need no signature. */
export const PUBLIC_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "GET",
    path: "/healthz",
    summary: "Whether the gateway lives",
    answers: { 200: json("health", "It does.") },
    problems: [],
  },
  {
    method: "GET",
    path: "/readyz",
    summary: "Whether the gateway can answer",
    answers: { 200: json("health", "It can."), 503: json("health", "The database or the bus is away.") },
    problems: [],
  },
  {
    method: "GET",
    path: "/v1/time",
    summary: "The hub's clock, to sign by",
    answers: { 200: json("time", "The time.") },
    problems: [],
  },
  {
    method: "GET",
    path: "/v1/keys",
    summary: "The hub's public keys (JWKS)",
    answers: { 200: json("keys", "Each key with the one thing it may be believed for, in hub_use.") },
    problems: [],
  },
  {
    method: "GET",
    path: "/openapi.json",
    summary: "This description",
    answers: { 200: { description: "OpenAPI 3.1.", mediaType: "application/json" } },
    problems: [],
  },
  {
    method: "GET",
    path: "/docs",
    summary: "This description, to read",
    answers: { 200: { description: "A page without scripts.", mediaType: "text/html" } },
    problems: [],
  },
];

const SUBSCRIPTION_QUERY = {
  name: "subscription",
  description: "Name of the subscription; may be left out when the agency has one.",
};
const AFTER_QUERY = { name: "after", description: "Cursor to go on from; without one, the start of what is kept." };

/** Routes for signed calls (docs: design of signed calls). */
export const SIGNED_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "GET",
    path: "/v1/people/:personId",
    summary: "A person as this caller may see them for Hub-Purpose",
    description: "A person withheld and a person unknown are the same 404. The ETag is of what the caller sees.",
    query: [{ name: "fields", description: "Field paths, separated by commas. Narrows, never widens." }],
    answers: {
      200: json("person-answer", "What the agreement lets the caller have."),
      304: { description: "Unchanged." },
    },
    problems: [...SIGNED],
  },
  {
    method: "POST",
    path: "/v1/searches",
    summary: "Find people by what this caller may see of them",
    description:
      "Each hit carries first and last name and the fields searched on, as far as the caller may see them, and is logged as a disclosure of exactly that. There is no total. The rest of a person is a read of its own.",
    request: "search-request",
    answers: { 200: json("search-answer", "The people found.") },
    problems: [...SIGNED],
  },
  {
    method: "POST",
    path: "/v1/events",
    summary: "Send one event, or up to 500",
    description: "The same path as a connector. An event about nobody known is accepted like any other.",
    request: "https://concordat.example/schemas/events/agency-event.v1.schema.json",
    answers: { 202: json("events-answer", "What became of each.") },
    problems: [...SIGNED, 409],
  },
  {
    method: "GET",
    path: "/v1/events",
    summary: "Fetch updates, at once or when one comes",
    query: [
      SUBSCRIPTION_QUERY,
      AFTER_QUERY,
      { name: "wait", description: "Seconds to wait for the first update, at most 25." },
      { name: "limit", description: "Updates in a page: 50 unless told, at most 200." },
    ],
    answers: { 200: json("pulled-updates", "Updates in order of their sequence.") },
    problems: [...SIGNED, 410],
  },
  {
    method: "GET",
    path: "/v1/events/stream",
    summary: "Follow updates as server-sent events",
    description: "`id` is a cursor, `data` a compact JWS. Ends after 15 minutes; go on with Last-Event-ID.",
    query: [SUBSCRIPTION_QUERY, AFTER_QUERY],
    answers: { 200: { description: "The stream.", mediaType: "text/event-stream" } },
    problems: [...SIGNED, 410],
  },
  {
    method: "GET",
    path: "/v1/subscriptions/:id",
    summary: "A subscription and its newest cursor",
    answers: { 200: json("subscription", "The subscription.") },
    problems: [...SIGNED],
  },
  {
    method: "PUT",
    path: "/v1/subscriptions/:id",
    summary: "Make a subscription, or change whom it is about",
    request: "subscription-request",
    answers: { 200: json("subscription", "Changed."), 201: json("subscription", "Made.") },
    problems: [...SIGNED, 412, 428],
  },
  {
    method: "DELETE",
    path: "/v1/subscriptions/:id",
    summary: "End a subscription",
    answers: { 204: { description: "Ended; its cursors are good for nothing." } },
    problems: [...SIGNED, 412, 428],
  },
  {
    method: "GET",
    path: "/v1/links/reviews",
    summary: "Records that wait for an IOM coordinator to say whose they are",
    answers: { 200: json("link-reviews", "How each compares with its candidates.") },
    problems: [...SIGNED],
  },
  {
    method: "POST",
    path: "/v1/links/reviews/:id/decision",
    summary: "Say whose a record is",
    request: "link-decision",
    answers: { 200: json("link-decision-answer", "The decision is kept.") },
    problems: [...SIGNED, 409],
  },
  ...EMERGENCY_DOCUMENTS,
  ...ORIGINATOR_CAP_DOCUMENTS,
  ...ERASURE_DOCUMENTS,
  ...TAG_HIT_DOCUMENTS,
  ...RAG_DOCUMENTS,
  ...CASE_DOCUMENTS,
  ...REFERRAL_DOCUMENTS,
  ...TIMER_DOCUMENTS,
  ...MEETING_DOCUMENTS,
  ...EVALUATION_DOCUMENTS,
  ...AGREEMENT_DOCUMENTS,
  {
    method: "POST",
    path: "/v1/agreements/:id/explanations",
    summary: "What would be decided of an invented person, for a data protection officer",
    description:
      "Role dpo, Hub-Purpose dpo-audit. Of the officer's own party as recipient every field; of another party those that the officer's own could give it.",
    request: "explanation-request",
    answers: { 200: json("explanation", "Each field with form, rule, clause and reason.") },
    problems: [...SIGNED, 422],
  },
  {
    method: "GET",
    path: "/v1/audit/disclosures",
    summary: "Who was given what about whom, under which clause",
    description:
      "Role dpo, Hub-Purpose dpo-audit; disclosures to or from the officer's own party, newest first. Looking is logged.",
    query: [
      { name: "person", description: "Id by which the officer's own agency knows the person." },
      { name: "recipient", description: "Agency that was given it." },
      { name: "field", description: "Field path that was given." },
      { name: "since", description: "First instant, in UTC; 30 days before until unless told." },
      { name: "until", description: "Instant before which, in UTC; now unless told." },
      { name: "limit", description: "Disclosures in a page: 50 unless told, at most 200." },
      { name: "cursor", description: "Where the page before ended." },
    ],
    answers: { 200: json("audit-disclosures", "The disclosures.") },
    problems: [...SIGNED, 422],
  },
  {
    method: "GET",
    path: "/v1/audit/disclosures/:receiptId",
    summary: "One disclosure decided again and explained",
    description:
      "The officer of the originator sees every value of its own with the full reason; the recipient's sees what came, and NOT_SHARED of everything else.",
    answers: { 200: json("audit-disclosure", "What was decided, and why.") },
    problems: [...SIGNED],
  },
  {
    method: "GET",
    path: "/v1/receipts/:id",
    summary: "What the log holds of one of the caller's own acts",
    answers: { 200: json("receipt", "The entry, and what opens its commitments.") },
    problems: [...SIGNED],
  },
];

/** A route's path as the outside world writes it: `/people/{personId}`. */
export function templated(path: string): string {
  return path.replaceAll(/:([A-Za-z]+)/g, "{$1}");
}
