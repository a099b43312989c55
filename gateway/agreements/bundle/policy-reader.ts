import type { LoadedAgreement } from "#policies/policy-set.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import { oneAtATime } from "../../push/one-at-a-time.ts";
import type { HeldPolicies } from "./held-policies.ts";
import { LEASE_MS, type Lease } from "./lease.ts";
import { createBundleLoader } from "./load-bundle.ts";
import { type ReadBundle, type RefusedBundle, readBundle } from "./read-bundle.ts";

export type PolicyReader = {
  /** Reads and verifies the newest bundle, swaps it in, and renews the lease. A failure raises the alarm; it is not thrown. */
  readonly look: () => Promise<void>;
  /** The same, when there is another bundle or a minute has gone by. */
  readonly lookIfDue: () => Promise<void>;
};

export type PolicyReading = {
  readonly sql: Sql;
  readonly policyKey: Pick<HubKey, "publicKey">;
  readonly log: Logger;
};

/** The lease is renewed this often: each time everything is verified anew. */
const RENEW_MS = 60_000;

export function createPolicyReader(
  { sql, policyKey, log }: PolicyReading,
  held: HeldPolicies,
  lease: Lease,
): PolicyReader {
  const load = createBundleLoader();
  const alarm = alarmOnce(log);
  const heldEpoch = () => held.standing().epoch;
  const read = async () => {
    // Taken before the reading: from here on nothing is known that the reading does not show.
    const from = lease.now();
    const found = await readBundle(sql, { policyKey, held: held.stored() });
    const next = found.outcome === "read" ? loadNew(found) : found;
    if (next.outcome === "refused") {
      alarm.raise({ fault: next.fault, epoch: next.epoch, heldEpoch: heldEpoch() });
      return;
    }
    next.swap();
    lease.renew(from);
    alarm.clear();
  };
  const loadNew = (found: ReadBundle & { readonly outcome: "read" }): NextPolicy => {
    if (found.stored.epoch === heldEpoch()) {
      return { outcome: "next", swap: () => undefined };
    }
    const agreements: readonly LoadedAgreement[] | null = load(found);
    return agreements === null
      ? { outcome: "refused", epoch: found.stored.epoch, fault: "unsound" }
      : { outcome: "next", swap: () => held.swap(found.stored, agreements) };
  };
  const look = oneAtATime(() =>
    read().catch((error: unknown) => alarm.raise({ fault: describeFault(error), heldEpoch: heldEpoch() })),
  );
  return {
    look: () => look("policy"),
    lookIfDue: async () => {
      const isDue = lease.leftMs() < LEASE_MS - RENEW_MS || (await newestEpoch(sql)) !== heldEpoch();
      await (isDue ? look("policy") : undefined);
    },
  };
}

type NextPolicy = { readonly outcome: "next"; readonly swap: () => void } | RefusedBundle;

/** Null when it cannot be read, which reading the bundle itself then finds out and says. */
async function newestEpoch(sql: Sql): Promise<number | null> {
  try {
    const [row] = await sql<{ epoch: string | null }[]>`select max(epoch) as epoch from gateway.policy_bundle`;
    return row === undefined || row.epoch === null ? null : Number(row.epoch);
  } catch {
    return null;
  }
}

/** One line for one fault, however often it is met again; and one when it is over. */
function alarmOnce(log: Logger) {
  let raised = "";
  return {
    raise: (what: Readonly<Record<string, unknown>>) => {
      const text = JSON.stringify(what);
      if (text !== raised) {
        raised = text;
        log.error(what, "the policy could not be verified anew; the last one stays in use until its lease is over");
      }
    },
    clear: () => {
      if (raised !== "") {
        raised = "";
        log.warn("the policy can be verified again");
      }
    },
  };
}
