import type { CallClass } from "#schemas/scheme.ts";
import type { Sql } from "#services/platform/database/database.ts";

export type CallLease = {
  readonly agencyId: string;
  readonly callClass: CallClass;
  readonly windowStart: Date;
  /** Calls that all nodes together may grant in the window. */
  readonly limit: number;
  /** How many of them to take out at once. */
  readonly wanted: number;
};

/** `left`: what no node has taken out yet. */
export type LeasedCalls = { readonly granted: number; readonly left: number };

export type LeaseCalls = (lease: CallLease) => Promise<LeasedCalls>;

/**
 * Takes calls out of an agency's quota for this node to grant, so that counting costs the database a statement for many calls.
 * By itself and never in the transaction of a call: its row would then be locked until that commits, and all the agency's
 * calls would stand in a line.
 */
export function leaseCallsFrom(sql: Sql): LeaseCalls {
  return async ({ agencyId, callClass, windowStart, limit, wanted }) => {
    // A node whose clock is behind is served from the newer window: the older one does not come back.
    const [row] = await sql<{ granted: number; leased: number }[]>`
      insert into gateway.call_quota as known (agency_id, call_class, window_start, leased, granted)
      values (${agencyId}, ${callClass}, ${windowStart}, ${wanted}, ${wanted})
      on conflict (agency_id, call_class) do update set
        window_start = greatest(known.window_start, excluded.window_start),
        granted = case when known.window_start < excluded.window_start then excluded.granted
          else least(excluded.granted, greatest(${limit}::integer - known.leased, 0)) end,
        leased = case when known.window_start < excluded.window_start then excluded.leased
          else known.leased + least(excluded.granted, greatest(${limit}::integer - known.leased, 0)) end
      returning granted, leased`;
    if (row === undefined) {
      throw new Error("a quota was neither made nor changed");
    }
    return { granted: row.granted, left: Math.max(limit - row.leased, 0) };
  };
}
