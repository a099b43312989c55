/** Every way out of the gateway, by the name the router gives it. A route that is not here fails the build. */
export const OUTLETS = [
  "GET /v1/people/:personId",
  "POST /v1/searches",
  "GET /v1/events",
  "GET /v1/events/stream",
  "GET /v1/links/reviews",
  "POST /v1/links/reviews/:id/decision",
  "POST /v1/events",
  "GET /v1/subscriptions/:id",
  "PUT /v1/subscriptions/:id",
  "DELETE /v1/subscriptions/:id",
  "POST /v1/people/:personId/emergency-access",
  "GET /v1/emergency-reviews",
  "POST /v1/emergency-reviews/:id/answer",
  "GET /v1/emergency-notices",
  "GET /v1/people/:personId/originator-caps",
  "PUT /v1/people/:personId/originator-caps",
  "DELETE /v1/people/:personId/originator-caps",
  "GET /v1/people/:personId/timers",
  "GET /v1/meetings/:id",
  "POST /v1/meetings",
  "POST /v1/meetings/:id/opening",
  "POST /v1/meetings/:id/attendance",
  "POST /v1/meetings/:id/decisions",
  "POST /v1/meetings/:id/closing",
  "GET /v1/people/:personId/rag",
  "POST /v1/people/:personId/rag-assessments",
  "POST /v1/people/:personId/reviews",
  "GET /v1/people/:personId/case",
  "POST /v1/people/:personId/transitions",
  "POST /v1/people/:personId/case-steps",
  "POST /v1/referrals",
  "GET /v1/people/:personId/referral",
  "POST /v1/people/:personId/referral-steps",
  "GET /v1/erasure-notices",
  "POST /v1/erasure-notices/:id/answer",
  "POST /v1/crime-batches",
  "GET /v1/crime-batches/:id",
  "GET /v1/tag-hits",
  "POST /v1/tag-hits/:id/qualification",
  "POST /v1/tag-hits/:id/outcome",
  "POST /v1/tag-hits/questions",
  "GET /v1/tag-hits/:id/report",
  "GET /v1/audit/disclosures",
  "GET /v1/audit/disclosures/:receiptId",
  "GET /v1/evaluation",
  "POST /v1/evaluation/statements",
  "POST /v1/evaluation/reconviction-scores",
  "GET /v1/agreements/reach",
  "GET /v1/agreements/:id/versions/:version",
  "POST /v1/agreements/:id/drafts",
  "DELETE /v1/agreements/:id/drafts/:version",
  "POST /v1/agreements/:id/checks",
  "POST /v1/agreements/:id/simulations",
  "GET /v1/agreements/:id/versions/:version/shadow",
  "POST /v1/agreements/:id/proposal",
  "POST /v1/agreements/:id/approvals",
  "POST /v1/agreements/:id/activation",
  "POST /v1/agreements/:id/suspension",
  "POST /v1/agreements/:id/termination",
  "POST /v1/agreements/:id/explanations",
  "GET /v1/agreements",
  "GET /v1/receipts/:id",
  "GET /v1/keys",
  "GET /v1/time",
  "GET /healthz",
  "GET /readyz",
  "GET /openapi.json",
  "GET /docs",
] as const;

export type Outlet = (typeof OUTLETS)[number];

export const PEOPLE = "GET /v1/people/:personId" satisfies Outlet;
export const SEARCH = "POST /v1/searches" satisfies Outlet;
export const PULL = "GET /v1/events" satisfies Outlet;
export const STREAM = "GET /v1/events/stream" satisfies Outlet;
export const REVIEWS = "GET /v1/links/reviews" satisfies Outlet;
export const DECIDE = "POST /v1/links/reviews/:id/decision" satisfies Outlet;
export const SEND = "POST /v1/events" satisfies Outlet;
export const SUBSCRIBE = "PUT /v1/subscriptions/:id" satisfies Outlet;
export const SUBSCRIPTION = "GET /v1/subscriptions/:id" satisfies Outlet;
export const UNSUBSCRIBE = "DELETE /v1/subscriptions/:id" satisfies Outlet;
export const AGREEMENTS = "GET /v1/agreements" satisfies Outlet;
export const RECEIPT = "GET /v1/receipts/:id" satisfies Outlet;
export const EMERGENCY = "POST /v1/people/:personId/emergency-access" satisfies Outlet;
export const OWED_REVIEWS = "GET /v1/emergency-reviews" satisfies Outlet;
export const ANSWER_REVIEW = "POST /v1/emergency-reviews/:id/answer" satisfies Outlet;
export const NOTICES = "GET /v1/emergency-notices" satisfies Outlet;
export const CAPS = "GET /v1/people/:personId/originator-caps" satisfies Outlet;
export const SET_CAPS = "PUT /v1/people/:personId/originator-caps" satisfies Outlet;
export const LIFT_CAPS = "DELETE /v1/people/:personId/originator-caps" satisfies Outlet;

export const SEND_CRIMES = "POST /v1/crime-batches" satisfies Outlet;
export const CRIME_BATCH = "GET /v1/crime-batches/:id" satisfies Outlet;
export const HITS = "GET /v1/tag-hits" satisfies Outlet;
export const DECIDE_HIT = "POST /v1/tag-hits/:id/qualification" satisfies Outlet;
export const OUTCOME_HIT = "POST /v1/tag-hits/:id/outcome" satisfies Outlet;
export const HIT_REPORT = "GET /v1/tag-hits/:id/report" satisfies Outlet;
export const ASK_HIT = "POST /v1/tag-hits/questions" satisfies Outlet;

/** A force's own crimes: they name nobody. */
export const CRIMES: readonly Outlet[] = [SEND_CRIMES, CRIME_BATCH];

/** Who was near a crime, by the agreement. */
export const TAG_HITS: readonly Outlet[] = [HITS, HIT_REPORT, ASK_HIT];

/** What a human makes of it. */
export const HIT_MOVES: readonly Outlet[] = [DECIDE_HIT, OUTCOME_HIT];
export const ERASURES = "GET /v1/erasure-notices" satisfies Outlet;
export const ANSWER_ERASURE = "POST /v1/erasure-notices/:id/answer" satisfies Outlet;
export const DISCLOSURES = "GET /v1/audit/disclosures" satisfies Outlet;
export const DISCLOSURE = "GET /v1/audit/disclosures/:receiptId" satisfies Outlet;
export const EVALUATE = "GET /v1/evaluation" satisfies Outlet;
export const STATE = "POST /v1/evaluation/statements" satisfies Outlet;
export const SCORE = "POST /v1/evaluation/reconviction-scores" satisfies Outlet;
export const REACH = "GET /v1/agreements/reach" satisfies Outlet;
export const VERSION = "GET /v1/agreements/:id/versions/:version" satisfies Outlet;
export const DRAFT = "POST /v1/agreements/:id/drafts" satisfies Outlet;
export const DELETE_DRAFT = "DELETE /v1/agreements/:id/drafts/:version" satisfies Outlet;
export const CHECK = "POST /v1/agreements/:id/checks" satisfies Outlet;
export const SIMULATE = "POST /v1/agreements/:id/simulations" satisfies Outlet;
export const SHADOW = "GET /v1/agreements/:id/versions/:version/shadow" satisfies Outlet;
export const PROPOSE = "POST /v1/agreements/:id/proposal" satisfies Outlet;
export const APPROVE = "POST /v1/agreements/:id/approvals" satisfies Outlet;
export const ACTIVATE = "POST /v1/agreements/:id/activation" satisfies Outlet;
export const SUSPEND = "POST /v1/agreements/:id/suspension" satisfies Outlet;
export const TERMINATE = "POST /v1/agreements/:id/termination" satisfies Outlet;
export const EXPLAIN = "POST /v1/agreements/:id/explanations" satisfies Outlet;

export const MEETING = "GET /v1/meetings/:id" satisfies Outlet;
export const CALL_MEETING = "POST /v1/meetings" satisfies Outlet;
const OPEN_MEETING = "POST /v1/meetings/:id/opening" satisfies Outlet;
export const ATTEND = "POST /v1/meetings/:id/attendance" satisfies Outlet;
export const DECIDE_ITEM = "POST /v1/meetings/:id/decisions" satisfies Outlet;
const CLOSE_MEETING = "POST /v1/meetings/:id/closing" satisfies Outlet;

export const TIMERS = "GET /v1/people/:personId/timers" satisfies Outlet;
export const RAG = "GET /v1/people/:personId/rag" satisfies Outlet;
export const ASSESS = "POST /v1/people/:personId/rag-assessments" satisfies Outlet;
export const REVIEW = "POST /v1/people/:personId/reviews" satisfies Outlet;

export const CASE = "GET /v1/people/:personId/case" satisfies Outlet;
export const TRANSITION = "POST /v1/people/:personId/transitions" satisfies Outlet;
export const STEP = "POST /v1/people/:personId/case-steps" satisfies Outlet;
export const REFERRAL = "GET /v1/people/:personId/referral" satisfies Outlet;
const REFER = "POST /v1/referrals" satisfies Outlet;
const REFERRAL_STEP = "POST /v1/people/:personId/referral-steps" satisfies Outlet;
export const REFERRAL_MOVES = [REFER, REFERRAL_STEP] as const satisfies readonly Outlet[];

/** Pages that anybody may fetch and that read nothing of anybody. */
export const OPEN_PAGES: readonly Outlet[] = [
  "GET /v1/keys",
  "GET /v1/time",
  "GET /healthz",
  "GET /readyz",
  "GET /openapi.json",
  "GET /docs",
];

/** Calls whose answers are about the caller's own doings and terms: they read no record of a person. */
export const OWN_AFFAIRS: readonly Outlet[] = [SEND, SUBSCRIPTION, SUBSCRIBE, UNSUBSCRIBE, AGREEMENTS, RECEIPT];

/** Where values of people leave. */
export const VALUES: readonly Outlet[] = [PEOPLE, SEARCH, PULL, STREAM];

/** Where people are spoken of without their values. */
export const LINKS: readonly Outlet[] = [REVIEWS, DECIDE];

/** What an agency's own officers opened, owe or are told of emergency access: no value of a person is in it. */
export const EMERGENCIES: readonly Outlet[] = [EMERGENCY, OWED_REVIEWS, ANSWER_REVIEW, NOTICES];

/** What an agency itself holds back of what it gave. */
export const OWN_CAPS: readonly Outlet[] = [CAPS, SET_CAPS, LIFT_CAPS];

/** Steps in the life of an agreement. */
export const MOVES: readonly Outlet[] = [DRAFT, DELETE_DRAFT, PROPOSE, APPROVE, ACTIVATE, SUSPEND, TERMINATE];

/** What an officer of a party may ask about an agreement, and changes nothing. */
export const QUESTIONS: readonly Outlet[] = [REACH, VERSION, CHECK, SIMULATE, SHADOW, EXPLAIN];

/** Steps in the life of a meeting that are about nobody. */
export const MEETING_STEPS: readonly Outlet[] = [CALL_MEETING, OPEN_MEETING, CLOSE_MEETING];

export const MEETING_MOVES = [CALL_MEETING, OPEN_MEETING, ATTEND, DECIDE_ITEM, CLOSE_MEETING] as const;
export type MeetingMove = (typeof MEETING_MOVES)[number];

/** An attendee's pack, and the steps of a meeting. */
export const MEETINGS = [MEETING, ...MEETING_MOVES] as const;

/** What officers decide and do of a rating, a case or a referral. */
export const CASEWORK_MOVES: readonly Outlet[] = [ASSESS, REVIEW, TRANSITION, STEP, ...REFERRAL_MOVES];

/** A colour beside what is suggested, what falls due, where a case stands, and what officers decide and do of them. */
export const RATING = [
  TIMERS,
  RAG,
  ASSESS,
  REVIEW,
  CASE,
  TRANSITION,
  STEP,
  REFERRAL,
  ...REFERRAL_MOVES,
] as const satisfies readonly Outlet[];

/** Documents of agreements and the steps of their life, for officers of their parties: they speak of rules, and of people as counts at most. */
export const AGREEMENT_LIFE: readonly Outlet[] = [...QUESTIONS, ...MOVES];

/** What a party may read of the log, and what it is told to erase: fields by name and people by its own ids, and no value. */
export const AUDIT: readonly Outlet[] = [ERASURES, ANSWER_ERASURE, DISCLOSURES, DISCLOSURE];

/** What a scheme measures and says of itself, and a published scale worked out from what the caller hands over: of nobody. */
export const EVALUATION: readonly Outlet[] = [EVALUATE, STATE, SCORE];

/** Where nobody is spoken of, whoever asks. */
export const OF_NOBODY: readonly Outlet[] = [...EVALUATION, ...OPEN_PAGES];
