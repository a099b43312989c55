/** How long a node may share by what it knows without having seen that nothing changed. */
export const LEASE_MS = 15 * 60_000;

/** The two clocks of the machine: one stands still while the machine sleeps, the other can be set. */
export type MachineClocks = { readonly runningMs: () => number; readonly wallMs: () => number };

const MACHINE_CLOCKS: MachineClocks = { runningMs: () => performance.now(), wallMs: () => Date.now() };

export type Lease = {
  /** Renews from an instant, taken before the reading that proves it. */
  readonly renew: (from: LeaseInstant) => void;
  /** Zero or less once it is over; before the first renewal it is over. */
  readonly leftMs: () => number;
  readonly now: () => LeaseInstant;
};

type LeaseInstant = { readonly runningMs: number; readonly wallMs: number };

/**
 * Runs by whichever clock of the machine says that more time has passed: a wall clock set back does not lengthen a lease, and
 * neither does a machine that was asleep.
 */
export function createLease(clocks: MachineClocks = MACHINE_CLOCKS): Lease {
  let renewed: LeaseInstant | null = null;
  const now = () => ({ runningMs: clocks.runningMs(), wallMs: clocks.wallMs() });
  return {
    now,
    renew: (from) => {
      renewed = from;
    },
    leftMs: () => {
      if (renewed === null) {
        return 0;
      }
      const { runningMs, wallMs } = now();
      return LEASE_MS - Math.max(runningMs - renewed.runningMs, wallMs - renewed.wallMs);
    },
  };
}
