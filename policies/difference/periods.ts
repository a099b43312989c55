import type { Period } from "../agreement-diff.ts";

/**
 * Numbered stretches of time as periods: stretch `n` begins at instant `n` and ends where the next one begins.
 * Stretches that follow each other are one period. A beginning that is not finite is told as none.
 */
export function periodsOf(instants: readonly number[], stretches: readonly number[]): readonly Period[] {
  const begins = stretches.filter((stretch) => !stretches.includes(stretch - 1));
  const ends = stretches.filter((stretch) => !stretches.includes(stretch + 1));
  return begins.map((begin, at) => ({
    from: instantOrNull(instants[begin]),
    until: instantOrNull(instants[(ends[at] ?? begin) + 1]),
  }));
}

function instantOrNull(atMs: number | undefined): string | null {
  return atMs === undefined || !Number.isFinite(atMs) ? null : new Date(atMs).toISOString();
}
