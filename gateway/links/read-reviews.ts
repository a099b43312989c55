import { decide } from "#policies/decide.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { PolicyEngine } from "../disclosure/decide-and-project.ts";
import { readRecords } from "../disclosure/read-record.ts";
import { pairwiseIds } from "../people/pairwise-ids.ts";

export type LinkReview = Exchanges["link-reviews"]["reviews"][number];

type ReviewRow = {
  readonly review_id: string;
  readonly state: string;
  readonly created_at: Date;
  readonly candidates: readonly Pick<LinkReview["candidates"][number], "personId" | "comparison" | "weight">[];
};

const REVIEWS_MAX = 200;

/**
 * The records that wait for a coordinator, oldest first: how each compares with its candidates, and neither what it says nor
 * who sent it. A candidate the coordinator is kept away from is not shown, and neither is a review with no other.
 */
export async function readReviews(
  tx: Transaction,
  engine: PolicyEngine,
  request: PolicyRequest,
): Promise<readonly LinkReview[]> {
  const rows = await tx<ReviewRow[]>`
    select review_id, state, created_at, candidates from published.link_review
    where state in ('open', 'unsure', 'referred') order by created_at, review_id limit ${REVIEWS_MAX}`;
  const people = [...new Set(rows.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)))];
  const visible = (await readRecords(tx, people)).filter((record) => !isKeptAway(engine, request, record));
  const ids = await pairwiseIds(
    tx,
    request.party,
    visible.map(({ personId }) => personId),
  );
  return rows.map((row) => shown(row, ids)).filter(({ candidates }) => candidates.length > 0);
}

function isKeptAway(engine: PolicyEngine, request: PolicyRequest, record: PublishedRecord): boolean {
  const decision = decide(request, record, engine.policies());
  return decision.outcome === "refused" && decision.code !== "NOTHING_TO_SHARE";
}

function shown(row: ReviewRow, ids: ReadonlyMap<string, string>): LinkReview {
  return {
    reviewId: row.review_id,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    candidates: row.candidates.flatMap(({ personId, comparison, weight }) => {
      const id = ids.get(personId);
      return id === undefined ? [] : [{ personId: id, comparison, weight }];
    }),
  };
}
