import type { PublishedTimer, TimerFact, TimerKind } from "#schemas/published-timer.ts";

/** One of several things of a kind is told apart by what it is of. */
export function timer(
  kind: TimerKind,
  dueOn: string,
  because: readonly TimerFact[],
  { of = "", lapsesOn = null }: { readonly of?: string; readonly lapsesOn?: string | null } = {},
): PublishedTimer {
  return { timerId: of === "" ? kind : `${kind}:${of}`, kind, dueOn, lapsesOn, because };
}
