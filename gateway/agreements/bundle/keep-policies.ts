import type { NatsConnection } from "@nats-io/transport-node";
import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import { oneAtATime } from "../../push/one-at-a-time.ts";
import { createHeldPolicies, type HeldPolicies, type SchemeTerms } from "./held-policies.ts";
import { createLease, LEASE_MS, type Lease, type MachineClocks } from "./lease.ts";
import { createBundleLoader } from "./load-bundle.ts";
import { readBundle } from "./read-bundle.ts";

export type PolicyKeeper = AsyncDisposable &
  Pick<HeldPolicies, "policies" | "standing"> & {
    /** Reads afresh. Resolves once this node shares by what was committed before; a failure is logged and not thrown. */
    readonly look: () => Promise<void>;
    /** Called when what may be shared has changed: another bundle, an instant passed, the lease over or back. */
    readonly onChange: (listener: () => void) => void;
  };

export type PolicyKeeping = {
  readonly sql: Sql;
  readonly bus: NatsConnection;
  readonly clock: Clock;
  readonly policyKey: Pick<HubKey, "publicKey">;
  readonly terms: SchemeTerms;
  readonly log: Logger;
  readonly machineClocks?: MachineClocks | undefined;
};

/** Pointer on the bus, published after the commit of every move. */
export const AGREEMENT_CHANGED = "hub.agreement.changed";
const CHANNEL = "gateway_policy";
const RENEW_MS = 60_000;
/** Stands behind the notice and the pointer, so that a move holds within 5 s on every node. */
const POLL_MS = 4_000;
/** How soon an instant that has passed is noticed. */
const TICK_MS = 500;

/**
 * Keeps this node's policy: reads the newest bundle, verifies it whole, and goes on by what it has while that cannot be done,
 * until the lease of fifteen minutes is over (design/agreements section 6).
 */
export async function keepPolicies(keeping: PolicyKeeping): Promise<PolicyKeeper> {
  const { sql, bus, clock, terms, log } = keeping;
  const lease = createLease(keeping.machineClocks);
  const held = createHeldPolicies(terms, lease);
  const reader = createReader(keeping, held, lease);
  const notice = createNotice(() => held.inForce(clock.now().getTime()));
  const look = async () => {
    await reader.look();
    notice.tell();
  };
  await look();
  log.info(held.standing(), "this node shares by a bundle");

  // The second listener runs again after every reconnect, when notices may have been missed.
  const listening = await sql.listen(CHANNEL, () => void look(), () => void look());
  const pointers = bus.subscribe(AGREEMENT_CHANGED, { callback: () => void look() });
  const poll = setInterval(() => void reader.lookIfDue().then(notice.tell), POLL_MS).unref();
  const tick = setInterval(notice.tell, TICK_MS).unref();
  return {
    policies: held.policies,
    standing: held.standing,
    look,
    onChange: notice.onChange,
    [Symbol.asyncDispose]: async () => {
      clearInterval(poll);
      clearInterval(tick);
      pointers.unsubscribe();
      await listening.unlisten();
    },
  };
}

type Reader = { readonly look: () => Promise<void>; readonly lookIfDue: () => Promise<void> };

function createReader({ sql, policyKey, log }: PolicyKeeping, held: HeldPolicies, lease: Lease): Reader {
  const load = createBundleLoader();
  const alarm = alarmOnce(log);
  const read = async () => {
    // Taken before the reading: from here on nothing is known that the reading does not show.
    const from = lease.now();
    const found = await readBundle(sql, { policyKey, held: held.stored() });
    if (found.outcome !== "read") {
      const fault = found.outcome === "none" ? "none" : found.fault;
      alarm.raise({ fault, epoch: found.outcome === "none" ? null : found.epoch, heldEpoch: held.standing().epoch });
      return;
    }
    const isNew = found.stored.epoch !== held.standing().epoch;
    const agreements = isNew ? load(found) : null;
    if (isNew && agreements === null) {
      alarm.raise({ fault: "unsound", epoch: found.stored.epoch, heldEpoch: held.standing().epoch });
      return;
    }
    if (agreements !== null) {
      held.swap(found.stored, agreements);
    }
    lease.renew(from);
    alarm.clear();
  };
  const look = oneAtATime(() =>
    read().catch((error: unknown) => alarm.raise({ fault: describeFault(error), heldEpoch: held.standing().epoch })),
  );
  return {
    look: () => look("policy"),
    lookIfDue: async () => {
      const isDue = lease.leftMs() < LEASE_MS - RENEW_MS || (await newestEpoch(sql)) !== held.standing().epoch;
      await (isDue ? look("policy") : undefined);
    },
  };
}

/** Null when it cannot be read, which is then found out, and said, by reading the bundle itself. */
async function newestEpoch(sql: Sql): Promise<number | null> {
  try {
    const [row] = await sql<{ epoch: string | null }[]>`select max(epoch) as epoch from gateway.policy_bundle`;
    return row?.epoch === undefined || row.epoch === null ? null : Number(row.epoch);
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
        log.error(what, "the policy could not be read anew; the last one stays in use until its lease is over");
      }
    },
    clear: () => {
      if (raised !== "") {
        raised = "";
        log.warn({}, "the policy can be read again");
      }
    },
  };
}

/** Tells its listeners whenever the text has become another. */
function createNotice(textNow: () => string) {
  const listeners = new Set<() => void>();
  let told = "";
  return {
    tell: () => {
      const text = textNow();
      if (text !== told) {
        told = text;
        for (const listener of listeners) {
          listener();
        }
      }
    },
    onChange: (listener: () => void) => {
      listeners.add(listener);
    },
  };
}
