import type { AgencyClient } from "#gateway/client/agency-client.ts";

/** What a reviewer is shown: how the incoming record compares with each candidate, never the record itself. */
export type LinkReview = {
  readonly reviewId: string;
  readonly candidates: readonly {
    readonly personId: string;
    readonly comparison: Readonly<Record<string, string>>;
  }[];
};

export type CoordinatorDecision =
  | { readonly decision: "link"; readonly personId: string; readonly reason: string }
  | { readonly decision: "not-link"; readonly reason: string };

const LOOKS_ALIKE: ReadonlySet<string> = new Set(["same", "similar"]);
const ROUNDS_MAX = 10;

/**
 * The made-up coordinator links where exactly one candidate has the date of birth, one name and something like the
 * other, and otherwise says that the record is nobody on the scheme. Initials that agree read as two similar names,
 * and never convince her.
 */
export function decideReview(review: LinkReview): CoordinatorDecision {
  const convincing = review.candidates.filter(({ comparison }) => {
    const names = [comparison["firstName"] ?? "", comparison["lastName"] ?? ""];
    return (
      names.every((name) => LOOKS_ALIKE.has(name)) && names.includes("same") && comparison["dateOfBirth"] === "same"
    );
  });
  const [only, ...others] = convincing;
  return only !== undefined && others.length === 0
    ? {
        decision: "link",
        personId: only.personId,
        reason: "Both names and the date of birth agree with one person only.",
      }
    : { decision: "not-link", reason: "No single person agrees on both names and the date of birth." };
}

/** Works through the open reviews over the hub's API, as the coordinator's own screen would. */
export async function workThroughReviews(
  client: AgencyClient,
  actor: string,
): Promise<{ readonly linked: number; readonly refused: number }> {
  const done = { linked: 0, refused: 0 };
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const reviews = await openReviews(client, actor);
    if (reviews.length === 0) {
      return done;
    }
    for (const review of reviews) {
      const decision = decideReview(review);
      await sendDecision(client, actor, review.reviewId, decision);
      done[decision.decision === "link" ? "linked" : "refused"] += 1;
    }
  }
  return done;
}

async function openReviews(client: AgencyClient, actor: string): Promise<readonly LinkReview[]> {
  const answer = await client.call("GET", "/v1/links/reviews", { actor, purpose: "iom-case-management" });
  return (answer.body as { readonly reviews: readonly LinkReview[] }).reviews;
}

async function sendDecision(
  client: AgencyClient,
  actor: string,
  reviewId: string,
  decision: CoordinatorDecision,
): Promise<void> {
  const answer = await client.call("POST", `/v1/links/reviews/${reviewId}/decision`, {
    actor,
    purpose: "iom-case-management",
    body: decision,
  });
  if (answer.status >= 300) {
    throw new Error(`the coordinator's decision was refused: ${answer.status}`);
  }
}
