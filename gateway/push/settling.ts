import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { Subscription } from "../subscriptions/subscription.ts";
import type { PushDependencies } from "./push-dependencies.ts";

/** One run of settling one subscription, inside its transaction. */
export type Settling = {
  readonly dependencies: PushDependencies;
  readonly subscription: Subscription;
  readonly now: Date;
  /** The subscriber's wish, or what its agreement narrows it to. */
  readonly mode: Subscription["mode"];
  readonly isInScope: (record: PublishedRecord) => boolean;
  /** Takes the next number; called only for an update that is written in the same transaction. */
  readonly takeSeq: () => number;
  readonly lastSeq: () => number;
};

export type SettlingOf = Pick<Settling, "dependencies" | "subscription" | "now" | "mode">;

export async function beginSettling(tx: Transaction, of: SettlingOf): Promise<Settling> {
  const isInScope = await scopeOf(tx, of.subscription);
  let seq = of.subscription.lastSeq;
  return {
    ...of,
    isInScope,
    takeSeq: () => {
      seq += 1;
      return seq;
    },
    lastSeq: () => seq,
  };
}

/** Whether a person is one the subscription is about. */
export async function scopeOf(
  tx: Transaction,
  { agencyId, scope, agreementId, purpose }: Pick<Subscription, "agencyId" | "scope" | "agreementId" | "purpose">,
): Promise<(record: PublishedRecord) => boolean> {
  if (scope.kind === "all-registered") {
    return () => true;
  }
  if (scope.kind === "my-people") {
    return ({ values }) => Object.values(values).some((held) => held.some(({ originator }) => originator === agencyId));
  }
  const rows = await tx<{ person_id: string }[]>`
    select person_id from gateway.pairwise_id
    where agency_id = ${agencyId} and pairwise_id = any(${[...scope.personIds]}::uuid[])
    union select person_id from gateway.person_pseudonym
    where agreement_id = ${agreementId} and recipient = ${agencyId} and purpose = ${purpose}
      and pseudonym = any(${[...scope.personIds]}::uuid[])`;
  const listed = new Set(rows.map((row) => row.person_id));
  return ({ personId }) => listed.has(personId);
}
