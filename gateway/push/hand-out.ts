import { decide, decideGate } from "#policies/decide.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { inTransaction, orLogUnavailable } from "../disclosure/in-one-transaction.ts";
import { readRecords } from "../disclosure/read-record.ts";
import { requestEvidence } from "../disclosure/record-refusal.ts";
import { type Delivery, keepTombstone, markHandedOut, readDeliveries } from "./delivery-store.ts";
import { type Door, type DoorDependencies, doorRequest } from "./door.ts";
import { stillAllowed } from "./sent-fields.ts";
import { makeTombstone } from "./tombstone.ts";

export type HandedOut = { readonly seq: number; readonly jws: string };
export type Page = {
  readonly updates: readonly HandedOut[];
  /** Whether there may be more behind this page already. */
  readonly more: boolean;
  readonly logEntry: LedgerReceipt | null;
};

const PAGE_BYTES_MAX = 1_048_576;

/**
 * The next updates for whoever stands at the door. Each is decided again, of this actor and now: with the verdict unchanged the
 * same bytes go out as ever, with a narrower one a tombstone of the same number. Every page is logged before it leaves.
 */
export async function handOut(dependencies: DoorDependencies, door: Door, after: number, limit: number): Promise<Page> {
  const { subscriptionId } = door.subscription;
  const waiting = await readDeliveries(dependencies.sql, subscriptionId, after, limit);
  if (waiting.length === 0) {
    return { updates: [], more: false, logEntry: null };
  }
  return orLogUnavailable(() =>
    inTransaction(dependencies.sql, async (tx) => {
      // Read again: what was waiting may have been withdrawn since, and this transaction is what counts.
      const read = await readDeliveries(tx, subscriptionId, after, limit);
      const deliveries = withinBytes(read);
      const allowed = await allowedNow(tx, dependencies, door, deliveries);
      const now = dependencies.clock.now();
      await markHandedOut(tx, subscriptionId, [...allowed], now);
      const updates: HandedOut[] = [];
      for (const delivery of deliveries) {
        const { seq, jws } = delivery;
        const withdrawn = jws === null || !allowed.has(seq);
        updates.push({ seq, jws: withdrawn ? await tombstoneOf(tx, dependencies, door, delivery) : jws });
      }
      const more = read.length === limit || deliveries.length < read.length;
      return { updates, more, logEntry: await logPage(tx, door, deliveries, now) };
    }),
  );
}

/** Which of these may go to this actor now, by sequence number. */
async function allowedNow(
  tx: Transaction,
  dependencies: DoorDependencies,
  door: Door,
  deliveries: readonly Delivery[],
): Promise<ReadonlySet<number>> {
  const people = [...new Set(deliveries.flatMap(({ personId }) => personId ?? []))];
  const records = new Map<string | null, PublishedRecord>(
    (await readRecords(tx, people)).map((record) => [record.personId, record]),
  );
  // One policy and one instant for the whole page.
  const asking = { policies: dependencies.engine.policies(), request: doorRequest(dependencies, door, null) };
  const allowed = deliveries.filter((delivery) => {
    const record = records.get(delivery.personId) ?? null;
    return delivery.jws !== null && mayHave(asking, record, delivery);
  });
  return new Set(allowed.map(({ seq }) => seq));
}

type Asking = { readonly policies: PolicySet; readonly request: PolicyRequest };

function mayHave({ policies, request }: Asking, record: PublishedRecord | null, { kind, sent }: Delivery): boolean {
  if (kind === "agreement") {
    return decideGate(request, policies).outcome === "chosen";
  }
  if (record === null) {
    return false;
  }
  const fields = Object.keys(sent);
  if (fields.length > 0) {
    return stillAllowed(request, record, sent, policies).fields.length === fields.length;
  }
  const decision = decide(request, record, policies);
  // A recall goes to those who hold what may no longer be shared, so nothing being shared now does not stop it.
  return decision.outcome === "permit" || (kind === "recall" && decision.code === "NOTHING_TO_SHARE");
}

async function tombstoneOf(
  tx: Transaction,
  { signer, clock }: DoorDependencies,
  { subscription }: Door,
  { seq, tombstoneJws }: Delivery,
): Promise<string> {
  return tombstoneJws ?? keepTombstone(tx, subscription.subscriptionId, seq, makeTombstone(signer, seq, clock.now()));
}

function withinBytes(deliveries: readonly Delivery[]): readonly Delivery[] {
  let bytes = 0;
  const end = deliveries.findIndex(({ jws }) => {
    bytes += jws?.length ?? 0;
    return bytes > PAGE_BYTES_MAX;
  });
  // The first always fits: an update alone is bounded by the fields there are.
  return end === -1 ? deliveries : deliveries.slice(0, Math.max(end, 1));
}

/** Updates were logged as disclosures when they were made; a page says who fetched them, and when it was not for the first time. */
function logPage(
  tx: Transaction,
  { subscription, caller }: Door,
  deliveries: readonly Delivery[],
  now: Date,
): Promise<LedgerReceipt> {
  const from = deliveries[0]?.seq ?? 0;
  const to = deliveries.at(-1)?.seq ?? from;
  return appendEntry(tx, {
    kind: deliveries.some(({ handedOut }) => handedOut) ? "replay" : "consultation",
    time: now,
    agency: caller.agencyId,
    ...(caller.actor === null ? {} : { actor: caller.actor }),
    recipients: [caller.agencyId],
    purpose: subscription.purpose,
    resource: "updates",
    personId: null,
    fields: [],
    request: requestEvidence(caller),
    subscription: { id: subscription.name, seq: to },
    detail: { from, to },
  });
}
