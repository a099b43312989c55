import type { Sql, Transaction } from "#services/platform/database/database.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { inTransaction } from "../../disclosure/in-one-transaction.ts";
import { chainDigest, type EventRow } from "./event-chain.ts";
import { openManifest, type StoredBundle } from "./manifest.ts";
import {
  type BundleFault,
  isOfThisCatalogue,
  newestBundle,
  type VerifiedBundle,
  verifyBundle,
} from "./verify-bundle.ts";

export type ReadBundle = ({ readonly outcome: "read"; readonly stored: StoredBundle } & VerifiedBundle) | RefusedBundle;

export type RefusedBundle = {
  readonly outcome: "refused";
  /** Null when there is none at all. */
  readonly epoch: number | null;
  readonly fault: BundleFault | "none" | "rolled-back" | "forked" | "catalogue" | "unsound";
};

type Reading = { readonly policyKey: Pick<HubKey, "publicKey">; readonly held: StoredBundle | null };

/**
 * The newest bundle, verified, as of one moment of the database. Refused when it is not what was signed, when its epoch is
 * lower than the one held, when it does not go on from what the one held says has happened, and when it was made for other
 * fields than this build has.
 */
export function readBundle(sql: Sql, reading: Reading): Promise<ReadBundle> {
  const work = async (tx: Transaction): Promise<ReadBundle> => {
    const stored = await newestBundle(tx);
    return stored === null ? { outcome: "refused", epoch: null, fault: "none" } : verifyNewest(tx, stored, reading);
  };
  return inTransaction(sql, work, "isolation level repeatable read read only");
}

async function verifyNewest(tx: Transaction, stored: StoredBundle, { policyKey, held }: Reading): Promise<ReadBundle> {
  const verified = await verifyBundle(tx, stored, policyKey);
  const { epoch } = stored;
  if (typeof verified === "string") {
    return { outcome: "refused", epoch, fault: verified };
  }
  if (held !== null && epoch < held.epoch) {
    return { outcome: "refused", epoch, fault: "rolled-back" };
  }
  if (held !== null && !goesOnFrom(held, stored, verified.events, policyKey)) {
    return { outcome: "refused", epoch, fault: "forked" };
  }
  return isOfThisCatalogue(verified.manifest)
    ? { outcome: "read", stored, ...verified }
    : { outcome: "refused", epoch, fault: "catalogue" };
}

/** History is only ever added to: also a well-signed bundle may not be without an event that this node knows of. */
function goesOnFrom(
  held: StoredBundle,
  stored: StoredBundle,
  events: readonly EventRow[],
  policyKey: Reading["policyKey"],
): boolean {
  if (stored.epoch === held.epoch) {
    return stored.manifest === held.manifest;
  }
  const known = openManifest(held, policyKey)?.events;
  return known !== undefined && chainDigest(events.filter(({ eventNo }) => eventNo <= known.upTo)) === known.digest;
}
