import type { NatsConnection } from "@nats-io/transport-node";
import type { Clock } from "#services/platform/environment/clock.ts";
import { createHeldPolicies, type HeldPolicies, type SchemeTerms } from "./held-policies.ts";
import { createLease, type MachineClocks } from "./lease.ts";
import { createPolicyReader, type PolicyReading } from "./policy-reader.ts";

export type PolicyKeeper = AsyncDisposable &
  Pick<HeldPolicies, "policies" | "standing"> & {
    /** Reads afresh; resolves once this node shares by what was committed before, or has said why it does not. */
    readonly look: () => Promise<void>;
    /** Called when what may be shared has changed: another bundle, an instant that passed, the lease over or back. */
    readonly onChange: (listener: () => void) => void;
  };

export type PolicyKeeping = PolicyReading & {
  readonly bus: NatsConnection;
  readonly clock: Clock;
  readonly terms: SchemeTerms;
  readonly machineClocks?: MachineClocks | undefined;
};

/** Pointer on the bus, published after the commit of every move. */
export const AGREEMENT_CHANGED = "hub.agreement.changed";
const CHANNEL = "gateway_policy";
/** Stands behind the notice and the pointer, so that a move holds within 5 s on every node. */
const POLL_MS = 3_000;
/** How soon an instant that has passed is noticed. */
const TICK_MS = 500;

/**
 * Keeps this node's policy: follows the newest bundle, verified whole, and goes on by what it has while that cannot be done,
 * until the lease of fifteen minutes is over (design/agreements section 6).
 */
export async function keepPolicies(keeping: PolicyKeeping): Promise<PolicyKeeper> {
  const { sql, bus, clock, terms, log } = keeping;
  const lease = createLease(keeping.machineClocks);
  const held = createHeldPolicies(terms, lease);
  const reader = createPolicyReader(keeping, held, lease);
  const notice = createNotice(
    () => held.inForce(clock.now().getTime()),
    () => log.info(held.standing(), "what this node may share has changed"),
  );
  const look = () => reader.look().then(notice.tell);
  await look();

  // The second listener runs again after every reconnect, when notices may have been missed.
  const listening = await sql.listen(
    CHANNEL,
    () => void look(),
    () => void look(),
  );
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

/** Tells its listeners whenever the text has become another. */
function createNotice(textNow: () => string, first: () => void) {
  const listeners = new Set<() => void>([first]);
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
