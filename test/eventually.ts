const DEADLINE_MS = 15_000;
const POLL_MS = 10;

/** How long to ask, and what to say when it does not come about. */
type Patience = { readonly maxMs?: number; readonly said?: () => string };

/** Asks again until it is so, or fails. */
export async function until(
  isSo: () => Promise<boolean> | boolean,
  { maxMs = DEADLINE_MS, said = () => "" }: Patience = {},
): Promise<void> {
  const deadline = performance.now() + maxMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) {
      throw new Error(`it did not come about in ${maxMs} ms: ${said()}`);
    }
    await pause();
  }
}

/** Tries again until an attempt succeeds, and gives what it gave; fails as the last attempt did. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause();
    }
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
