import type { Sql } from "#services/platform/database/database.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { inTransaction } from "../../disclosure/in-one-transaction.ts";
import type { StoredBundle } from "./manifest.ts";
import {
  type BundleFault,
  isOfThisCatalogue,
  newestBundle,
  type VerifiedBundle,
  verifyBundle,
} from "./verify-bundle.ts";

export type ReadBundle =
  | ({ readonly outcome: "read"; readonly stored: StoredBundle } & VerifiedBundle)
  | { readonly outcome: "none" }
  | { readonly outcome: "refused"; readonly epoch: number; readonly fault: BundleFault | "rolled-back" | "forked" };

/**
 * The newest bundle, verified, as of one moment of the database. Refused when it is not what was signed, when its epoch is
 * lower than the one held, and when it is another of the same epoch.
 */
export async function readBundle(
  sql: Sql,
  { policyKey, held }: { readonly policyKey: Pick<HubKey, "publicKey">; readonly held: StoredBundle | null },
): Promise<ReadBundle> {
  return inTransaction(
    sql,
    async (tx): Promise<ReadBundle> => {
      const stored = await newestBundle(tx);
      if (stored === null) {
        return held === null ? { outcome: "none" } : { outcome: "refused", epoch: 0, fault: "rolled-back" };
      }
      const refused = (fault: BundleFault | "rolled-back" | "forked"): ReadBundle => ({
        outcome: "refused",
        epoch: stored.epoch,
        fault,
      });
      if (held !== null && stored.epoch < held.epoch) {
        return refused("rolled-back");
      }
      const verified = await verifyBundle(tx, stored, policyKey);
      if (typeof verified === "string") {
        return refused(verified);
      }
      if (held !== null && stored.epoch === held.epoch && stored.manifest !== held.manifest) {
        return refused("forked");
      }
      return isOfThisCatalogue(verified.manifest) ? { outcome: "read", stored, ...verified } : refused("catalogue");
    },
    "isolation level repeatable read read only",
  );
}
