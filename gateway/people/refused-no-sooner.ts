import { setTimeout as wait } from "node:timers/promises";

/**
 * More than a reading takes on a hub that is not overrun. Refusals of a person unknown, restricted, sealed, or of whom nothing is shared
 * differ by tenths of a millisecond in what they look up and keep; held until here, they are answered at one time (design/signed-calls
 * section 4: one body, one time class).
 */
const REFUSED_NO_SOONER_MS = 10;

/** Resolves when that much time has passed since the reading began, by `performance.now()`; at once when it has. */
export async function refusedNoSooner(beganMs: number): Promise<void> {
  // Timers count in whole milliseconds; which one it falls into is left to chance, and not to what is left of the reading.
  const leftMs = beganMs + REFUSED_NO_SOONER_MS - performance.now() + Math.random();
  if (leftMs > 0) {
    await wait(leftMs);
  }
}
