import { decide } from "#policies/decide.ts";
import { decisionBehind } from "#policies/decided-record.ts";
import type { Permit, PolicyRequest } from "#policies/decision.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
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

/** Reviews as a coordinator sees them, and the decisions by which each of their candidates is shown, by the hub's own id. */
export type ShownReviews = {
  readonly reviews: readonly LinkReview[];
  readonly decisions: ReadonlyMap<string, Permit>;
};

const REVIEWS_MAX = 200;
const ROWS_A_READING = 200;

/**
 * The records that wait for a coordinator, oldest first: how each compares with its candidates, and neither what it says nor
 * who sent it. A candidate the coordinator is kept away from is not shown, and neither is a review with no other; the list is
 * filled with what is shown, so that it is not the shorter for what is not.
 */
export async function readReviews(
  tx: Transaction,
  engine: PolicyEngine,
  request: PolicyRequest,
): Promise<ShownReviews> {
  const reviews: LinkReview[] = [];
  const decisions = new Map<string, Permit>();
  let rows: readonly ReviewRow[] = [];
  do {
    rows = await readRows(tx, rows.at(-1));
    const shown = await showRows(tx, engine, request, rows);
    reviews.push(...shown.reviews);
    for (const [personId, permit] of shown.decisions) {
      decisions.set(personId, permit);
    }
  } while (rows.length === ROWS_A_READING && reviews.length < REVIEWS_MAX);
  return { reviews: reviews.slice(0, REVIEWS_MAX), decisions };
}

/** Whether this coordinator may know of a review: of one that was decided against all its candidates, too. */
export async function isKnown(
  sql: Sql,
  engine: PolicyEngine,
  request: PolicyRequest,
  reviewId: string,
): Promise<boolean> {
  const rows = await sql<ReviewRow[]>`
    select review_id, state, created_at, candidates from published.link_review where review_id = ${reviewId}`;
  const isOfNobody = rows.some(({ candidates }) => candidates.length === 0);
  return isOfNobody || (await showRows(sql, engine, request, rows)).reviews.length > 0;
}

/** Whether a restriction or another stop keeps this coordinator away from a person, who is then as good as unknown. */
export function isKeptAway(engine: PolicyEngine, request: PolicyRequest, record: PublishedRecord | null): boolean {
  return decisionOn(engine, request, record) === undefined;
}

/** The decision on a person, whether or not there is anything to share; undefined for one whom the coordinator is kept away from. */
function decisionOn(engine: PolicyEngine, request: PolicyRequest, record: PublishedRecord | null): Permit | undefined {
  const decision = decide(request, record, engine.policies());
  return decision.outcome === "permit" ? decision : decisionBehind(decision);
}

/** `created_at` is compared as it stands: as a Date it would have lost its last digits. */
function readRows(tx: Transaction, last: ReviewRow | undefined): Promise<readonly ReviewRow[]> {
  const after = last?.review_id ?? null;
  return tx<ReviewRow[]>`
    select review_id, state, created_at, candidates from published.link_review
    where state in ('open', 'unsure', 'referred') and (${after}::uuid is null or (created_at, review_id) > (
      select created_at, review_id from published.link_review where review_id = ${after}))
    order by created_at, review_id limit ${ROWS_A_READING}`;
}

async function showRows(
  sql: Sql | Transaction,
  engine: PolicyEngine,
  request: PolicyRequest,
  rows: readonly ReviewRow[],
): Promise<ShownReviews> {
  const people = [...new Set(rows.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)))];
  const decided = (await readRecords(sql, people)).flatMap((record) => {
    const permit = decisionOn(engine, request, record);
    return permit === undefined ? [] : [[record.personId, permit] as const];
  });
  const decisions = new Map(decided);
  const ids = await pairwiseIds(sql, request.party, [...decisions.keys()]);
  return { reviews: rows.map((row) => shown(row, ids)).filter(({ candidates }) => candidates.length > 0), decisions };
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
