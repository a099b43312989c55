import { setImmediate } from "node:timers/promises";
import type { Pieces } from "#policies/pieces.ts";

/** How long a computation holds the thread before other calls get their turn; a piece is never cut. */
const TURN_MS = 10;

/** Does a long computation in turns with everything else that goes on here, so that no signed read waits for a whole matrix. */
export async function inTurns<Result>(pieces: Pieces<Result>): Promise<Result> {
  let beganMs = performance.now();
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) {
      return value;
    }
    if (performance.now() - beganMs >= TURN_MS) {
      await setImmediate();
      beganMs = performance.now();
    }
  }
}
