import { randomBytes, randomUUID } from "node:crypto";
import type { Transaction } from "../../platform/database/database.ts";
import type { Candidate } from "./candidate.ts";
import { evidenceDigests, type LinkEvidence } from "./link-evidence.ts";
import type { Speaker } from "./link-records.ts";

export type ReviewState = "open" | "unsure" | "referred" | "linked" | "not-linked" | "no-candidate";

/** The review of one record of one agency. */
export type LinkReview = {
  readonly reviewId: string;
  readonly agencyId: string;
  /** Null once it is decided that the record is nobody on the roster. */
  readonly recordKey: string | null;
  readonly state: ReviewState;
  /** Null once it is decided that the record is nobody on the roster. */
  readonly evidence: LinkEvidence | null;
  readonly salt: Uint8Array;
  readonly digests: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly personId: string | null;
};

type ReviewRow = {
  readonly review_id: string;
  readonly agency_id: string;
  readonly record_key: string | null;
  readonly state: ReviewState;
  readonly evidence: LinkEvidence | null;
  readonly evidence_salt: Uint8Array;
  readonly evidence_digests: string[];
  readonly candidates: readonly Candidate[];
  readonly person_id: string | null;
};

export async function findReview(
  tx: Transaction,
  { agencyId, recordKey }: Pick<Speaker, "agencyId" | "recordKey">,
): Promise<LinkReview | null> {
  const [row] = await tx<ReviewRow[]>`
    select * from core.link_review where record_digest = core.record_digest(${agencyId}, ${recordKey}) for update`;
  return row === undefined ? null : reviewOf(row);
}

export async function lockReview(tx: Transaction, reviewId: string): Promise<LinkReview | null> {
  const [row] = await tx<ReviewRow[]>`select * from core.link_review where review_id = ${reviewId} for update`;
  return row === undefined ? null : reviewOf(row);
}

/** True when a record says nothing that a refusal did not already rest on. */
export function saysNothingNew(review: LinkReview, evidence: LinkEvidence): boolean {
  const known = new Set(review.digests);
  return evidenceDigests(evidence, review.salt).every((digest) => known.has(digest));
}

export type Proposal = {
  readonly reason: string;
  readonly evidence: LinkEvidence;
  readonly candidates: readonly Candidate[];
};

/** Opens the review of a record, or brings it up to date with what a later file adds. */
export async function proposeCandidates(
  tx: Transaction,
  speaker: Speaker,
  existing: LinkReview | null,
  { reason, evidence, candidates }: Proposal,
): Promise<string> {
  const { agencyId, agencyType, recordKey, now } = speaker;
  const salt = existing?.salt ?? randomBytes(16);
  const reviewId = existing?.reviewId ?? randomUUID();
  // What was referred or put off stays so: more evidence does not take it from the person it was sent to.
  const state = existing?.state === "unsure" || existing?.state === "referred" ? existing.state : "open";
  await tx`
    insert into core.link_review (review_id, agency_id, agency_type, record_digest, record_key, state, reason, evidence, evidence_salt,
      evidence_digests, candidates, created_at, updated_at)
    values (${reviewId}, ${agencyId}, ${agencyType}, core.record_digest(${agencyId}, ${recordKey}), ${recordKey}, ${state}, ${reason},
      ${JSON.stringify(evidence)}::text::jsonb, ${salt}, ${[...evidenceDigests(evidence, salt)]},
      ${JSON.stringify(candidates)}::text::jsonb, ${now}, ${now})
    on conflict (record_digest) do update set state = excluded.state, reason = excluded.reason,
      record_key = excluded.record_key,
      evidence = excluded.evidence, evidence_digests = excluded.evidence_digests, candidates = excluded.candidates,
      person_id = null, updated_at = excluded.updated_at`;
  return reviewId;
}

/**
 * Closes a review whose record is nobody on the roster: what the record said is forgotten, and only salted digests
 * of it stay, so that the same record is not asked about again.
 */
export async function closeWithoutPerson(
  tx: Transaction,
  review: LinkReview,
  state: "not-linked" | "no-candidate",
  now: Date,
): Promise<readonly string[]> {
  await tx`
    update core.link_review set state = ${state}, record_key = null, evidence = null, candidates = '[]', person_id = null, updated_at = ${now},
      evidence_digests = case when ${state === "not-linked"} then evidence_digests else '{}' end
    where review_id = ${review.reviewId}`;
  const dropped = await tx<{ event_id: string }[]>`
    update core.event set outcome = 'discarded', body = null, review_id = null
    where review_id = ${review.reviewId} and outcome = 'held' returning event_id`;
  return dropped.map(({ event_id }) => event_id);
}

function reviewOf(row: ReviewRow): LinkReview {
  return {
    reviewId: row.review_id,
    agencyId: row.agency_id,
    recordKey: row.record_key,
    state: row.state,
    evidence: row.evidence,
    salt: row.evidence_salt,
    digests: row.evidence_digests,
    candidates: row.candidates,
    personId: row.person_id,
  };
}
