import type { Purpose } from "#schemas/vocabulary.ts";
import type { FeedPosition } from "../push/change-feed.ts";

/** Whom a subscription is about. Listed people are named by the agency's own ids, also ids of nobody. */
export type SubscriptionScope =
  | { readonly kind: "all-registered" }
  | { readonly kind: "my-people" }
  | { readonly kind: "listed"; readonly personIds: readonly string[] };

export type Subscription = {
  readonly subscriptionId: string;
  readonly agencyId: string;
  /** The agency's own name for it. */
  readonly name: string;
  /** Purpose and agreement are fixed for its life. */
  readonly purpose: Purpose;
  readonly agreementId: string;
  readonly scope: SubscriptionScope;
  readonly mode: "projected" | "notify";
  /** `closed` for good: its agreement was terminated. */
  readonly state: "active" | "suspended" | "closed";
  readonly version: number;
  readonly createdAt: Date;
  /** How far the change feed has been settled. */
  readonly settled: FeedPosition;
  readonly lastSeq: number;
  /** Digest of the terms it was last told of; null before it is first settled. */
  readonly told: string | null;
};
