import type { CallClass } from "#schemas/scheme.ts";
import type { LimitOf } from "./call-limits.ts";
import type { LeaseCalls } from "./lease-calls.ts";

/** Where a call stands in its agency's quota. */
export type CallCount = {
  readonly agencyId: string;
  readonly callClass: CallClass;
  readonly windowStart: Date;
  readonly allowed: boolean;
  readonly limit: number;
  /** Calls left in this window as far as this node knows: other nodes may hold some of them. */
  readonly left: number;
  /** Seconds to the next window, at least one. */
  readonly resetS: number;
  /** Uncounts the call: it turned out to be no call of the agency's but a replay. */
  readonly giveBack: () => void;
};

/** Counts a call of an agency. Rejects when the store of quotas does not answer. */
export type Quotas = (agencyId: string, callClass: CallClass, now: Date) => Promise<CallCount>;

export const WINDOW_MS = 60_000;
/** A node leases this share at once: so much may go unused in each of the other nodes when the last is refused. */
const LEASE_SHARE = 50;

/** What this node holds of one quota, in one window. */
type Purse = {
  readonly windowStart: Date;
  readonly limit: number;
  granted: number;
  left: number;
  empty: boolean;
  leasing: Promise<void> | null;
};

/** Quotas of each agency and class of call for each minute, one for all nodes (design/signed-calls section 3, step 10). */
export function createQuotas(limitOf: LimitOf, lease: LeaseCalls): Quotas {
  const purses = new Map<string, Purse>();

  const purseOf = (agencyId: string, callClass: CallClass, now: Date): Purse => {
    const startMs = now.getTime() - (now.getTime() % WINDOW_MS);
    const name = `${agencyId} ${callClass}`;
    const known = purses.get(name);
    if (known !== undefined && known.windowStart.getTime() === startMs) {
      return known;
    }
    const limit = limitOf(agencyId, callClass);
    const fresh = { windowStart: new Date(startMs), limit, granted: 0, left: limit, empty: false, leasing: null };
    purses.set(name, fresh);
    return fresh;
  };

  const refill = async (purse: Purse, agencyId: string, callClass: CallClass): Promise<void> => {
    const { windowStart, limit } = purse;
    const wanted = Math.max(1, Math.floor(limit / LEASE_SHARE));
    const { granted, left } = await lease({ agencyId, callClass, windowStart, limit, wanted });
    purse.granted += granted;
    purse.left = left;
    purse.empty = granted === 0;
  };

  return async (agencyId, callClass, now) => {
    const purse = purseOf(agencyId, callClass, now);
    while (purse.granted < 1 && !purse.empty) {
      // One lease for all the calls that wait for it.
      purse.leasing ??= refill(purse, agencyId, callClass).finally(() => {
        purse.leasing = null;
      });
      await purse.leasing;
    }
    const allowed = purse.granted > 0;
    purse.granted -= allowed ? 1 : 0;
    return {
      agencyId,
      callClass,
      windowStart: purse.windowStart,
      allowed,
      limit: purse.limit,
      left: purse.granted + purse.left,
      resetS: Math.max(1, Math.ceil((purse.windowStart.getTime() + WINDOW_MS - now.getTime()) / 1000)),
      giveBack: () => {
        purse.granted += allowed ? 1 : 0;
      },
    };
  };
}
