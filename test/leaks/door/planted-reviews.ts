import { randomUUID } from "node:crypto";
import type { Sql } from "#services/platform/database/database.ts";
import { NOW } from "../sweep/canary-hub.ts";
import type { CanaryPerson } from "../sweep/canary-people.ts";

/** Records that wait for a coordinator: one that may be two people, and one that may only be somebody sealed. */
export type PlantedReviews = { readonly shown: string; readonly hidden: string };

const COMPARISON = { firstName: "same", lastName: "similar", dateOfBirth: "same" };

export async function plantReviews(owner: Sql, people: readonly CanaryPerson[]): Promise<PlantedReviews> {
  const idOf = (name: string) => people.find((person) => person.name === name)?.personId ?? "";
  const [shown, hidden] = [randomUUID(), randomUUID()];
  await plantReview(owner, shown, [idOf("adult who has agreed"), idOf("sealed")]);
  await plantReview(owner, hidden, [idOf("sealed")]);
  return { shown, hidden };
}

/** A review as the core keeps it, with what the record says in its evidence. */
export async function plantReview(owner: Sql, reviewId: string, personIds: readonly string[]): Promise<void> {
  const candidates = personIds.map((personId) => ({ personId, comparison: COMPARISON, weight: 11.5 }));
  await owner`
    insert into core.link_review
      (review_id, agency_id, agency_type, record_digest, record_key, state, reason, evidence, evidence_salt, candidates, created_at, updated_at)
    values (${reviewId}, 'solent-drug-services', 'drug-services', ${reviewId}, ${`Canry-${reviewId}`}, 'open', 'NAMES_AGREE',
      '{"firstName":"Canryinreview"}', 'x', ${JSON.stringify(candidates)}::text::jsonb, ${NOW}, ${NOW})`;
}
