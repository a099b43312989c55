/** The two clocks of a machine, running as they do, and moved ahead or back as a test says. */
export type SettableMachine = {
  readonly runningMs: () => number;
  readonly wallMs: () => number;
  /** As if this much time had gone by; on the wall clock alone it is a clock that was set. */
  readonly skip: (ms: number, clock?: "both" | "wall") => void;
};

export function settableMachine(): SettableMachine {
  let running = 0;
  let wall = 0;
  return {
    runningMs: () => performance.now() + running,
    wallMs: () => Date.now() + wall,
    skip: (ms, clock = "both") => {
      running += clock === "both" ? ms : 0;
      wall += ms;
    },
  };
}

/** A clock that stands where a test has set it. */
export function settableClock(start: Date) {
  let at = start;
  return {
    now: () => at,
    set: (next: Date) => {
      at = next;
    },
  };
}
