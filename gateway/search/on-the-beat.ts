/**
 * Longer than a search takes on a hub that is not overrun. What a search finds that its caller may not see costs tenths of a
 * millisecond more or less than finding nobody; answers that leave on a beat are there at one time (design/agreements 4.11,
 * docs/adr/0005).
 */
export const SEARCH_BEAT_MS = 100;

/**
 * Does the work and settles as it did, at a whole number of beats after the call. The beat runs from the beginning and does not ask
 * how far the work is, since a time worked out from what is left would round, and tell by how much.
 */
export async function onTheBeat<Result>(work: () => Promise<Result>, beatMs = SEARCH_BEAT_MS): Promise<Result> {
  let beat: () => void = () => undefined;
  const ticking = setInterval(() => beat(), beatMs);
  try {
    const [settled] = await Promise.allSettled([work()]);
    await new Promise<void>((resolve) => {
      beat = resolve;
    });
    if (settled.status === "rejected") {
      throw settled.reason;
    }
    return settled.value;
  } finally {
    clearInterval(ticking);
  }
}
