import type { Transaction } from "#services/platform/database/database.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { newestBundle, type VerifiedBundle, verifyBundle } from "./verify-bundle.ts";

/** `nothing`: nothing has happened yet. `unverified`: the tables hold what nobody has vouched for. */
export type BundleBase =
  | { readonly outcome: "verified"; readonly bundle: VerifiedBundle }
  | { readonly outcome: "nothing" | "unverified" };

/**
 * What the next bundle may be built upon, beside what this transaction itself has written: a signature must not be put under
 * what somebody changed behind the hub's back.
 */
export async function bundleBase(tx: Transaction, policyKey: Pick<HubKey, "publicKey">): Promise<BundleBase> {
  const last = await newestBundle(tx);
  if (last === null) {
    return { outcome: (await hasEarlierEvents(tx)) ? "unverified" : "nothing" };
  }
  const bundle = await verifyBundle(tx, last, policyKey);
  return typeof bundle === "string" ? { outcome: "unverified" } : { outcome: "verified", bundle };
}

async function hasEarlierEvents(tx: Transaction): Promise<boolean> {
  const [row] = await tx<{ found: boolean }[]>`
    select exists (select from gateway.agreement_event where xmin <> pg_current_xact_id()::xid) as found`;
  return row?.found === true;
}
