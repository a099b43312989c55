import type { Transaction } from "../../platform/database/database.ts";
import { heldEvents, markApplied } from "../intake/event-log.ts";
import { countDiscarded } from "../intake/source-events.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { changeRecord } from "../record/change-record.ts";
import { addIdentifiers, disownRecord, noteLink, type Speaker } from "./link-records.ts";
import { closeWithoutPerson, type LinkReview, lockReview } from "./reviews.ts";

export type ReviewDecision = {
  readonly reviewId: string;
  readonly decision: "link" | "not-link" | "unsure" | "refer";
  readonly personId: string | null;
  readonly reason: string;
  readonly decidedBy: { readonly agencyId: string; readonly actor: string };
};

export type DecisionGuard =
  | "review-unknown"
  | "already-decided"
  | "person-missing"
  | "not-a-candidate"
  | "person-not-asked";

export type DecisionOutcome =
  | { readonly outcome: "decided" }
  | { readonly outcome: "refused"; readonly guard: DecisionGuard; readonly message: string };

const MESSAGES: Readonly<Record<DecisionGuard, string>> = {
  "review-unknown": "There is no such review.",
  "already-decided": "This review has been decided.",
  "person-missing": "A link needs the person to link to.",
  "not-a-candidate": "That person is not among the candidates of this review.",
  "person-not-asked": "Only a link names a person.",
};

const STATE_OF = { link: "linked", "not-link": "not-linked", unsure: "unsure", refer: "referred" } as const;

/** Which guard a decision fails, or null. */
function failedGuard(review: LinkReview | null, { decision, personId }: ReviewDecision): DecisionGuard | null {
  if (review === null) {
    return "review-unknown";
  }
  if (review.state === "linked" || review.state === "not-linked" || review.state === "no-candidate") {
    return "already-decided";
  }
  if (decision !== "link") {
    return personId === null ? null : "person-not-asked";
  }
  if (personId === null) {
    return "person-missing";
  }
  return review.candidates.some((candidate) => candidate.personId === personId) ? null : "not-a-candidate";
}

/** Carries out what a named human decided, and everything that waited for it, in the caller's transaction. */
export async function decideReview(
  tx: Transaction,
  decision: ReviewDecision,
  rules: IntakeRules,
  now: Date,
): Promise<DecisionOutcome> {
  const review = await lockReview(tx, decision.reviewId);
  const guard = failedGuard(review, decision);
  if (guard !== null || review === null) {
    return refuse(guard ?? "review-unknown");
  }
  const speaker = speakerFor(review, rules, now);
  if (decision.decision === "link" && decision.personId !== null) {
    await linkReviewed(tx, review, decision.personId, decision, speaker, rules);
  } else if (decision.decision === "not-link") {
    await refuseLink(tx, review, decision, speaker);
  }
  const { decidedBy, reason } = decision;
  const decided = { decision: decision.decision, by: decidedBy, reason, at: now.toISOString() };
  await tx`
    update core.link_review set state = ${STATE_OF[decision.decision]}, decided = ${JSON.stringify(decided)}::text::jsonb,
      person_id = ${decision.personId}, updated_at = ${now}
    where review_id = ${review.reviewId}`;
  return { outcome: "decided" };
}

async function linkReviewed(
  tx: Transaction,
  review: LinkReview,
  personId: string,
  decision: ReviewDecision,
  speaker: Speaker,
  rules: IntakeRules,
): Promise<void> {
  const events = await heldEvents(tx, review.reviewId);
  const identifiers = events.flatMap(({ data }) => data.personReference?.identifiers ?? []);
  await addIdentifiers(tx, personId, identifiers, speaker, true);
  await noteLink(tx, speaker, {
    kind: "linked",
    personId,
    cause: "reviewed",
    actor: actorOf(decision),
    explanation: { reviewId: review.reviewId, reason: decision.reason, candidates: review.candidates },
  });
  await markApplied(tx, events, personId);
  const pointer = { subject: "hub.identity.linked", body: { personId } } as const;
  const { fields } = await changeRecord(tx, { personId, events, speaker }, rules, [pointer]);
  await rules.appendEntry(tx, {
    kind: "combination",
    time: speaker.now,
    agency: decision.decidedBy.agencyId,
    actor: decision.decidedBy.actor,
    recipients: [],
    resource: "link-review",
    personId,
    fields,
    detail: { reviewId: review.reviewId, reason: decision.reason, events: events.map(({ id }) => id) },
  });
}

async function refuseLink(
  tx: Transaction,
  review: LinkReview,
  decision: ReviewDecision,
  speaker: Speaker,
): Promise<void> {
  await noteLink(tx, speaker, {
    kind: "not-linked",
    personId: null,
    cause: "reviewed",
    actor: actorOf(decision),
    explanation: {
      reviewId: review.reviewId,
      reason: decision.reason,
      candidates: review.candidates.map(({ personId }) => personId),
    },
  });
  await disownRecord(tx, speaker);
  const dropped = await closeWithoutPerson(tx, review, "not-linked", speaker.now);
  await countDiscarded(tx, review.agencyId, speaker.now, dropped.length);
}

function speakerFor({ agencyId, recordKey }: LinkReview, { scheme }: IntakeRules, now: Date): Speaker {
  const agency = scheme.agencies.find((one) => one.agencyId === agencyId);
  if (agency === undefined || recordKey === null) {
    throw new Error("the agency of an undecided review has left the scheme, or its record has no key");
  }
  return { agencyId, agencyType: agency.agencyType, recordKey, now };
}

function actorOf({ decidedBy }: ReviewDecision): string {
  return `${decidedBy.agencyId}/${decidedBy.actor}`;
}

function refuse(guard: DecisionGuard): DecisionOutcome {
  return { outcome: "refused", guard, message: MESSAGES[guard] };
}
