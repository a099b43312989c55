import type { Held } from "../../facts/held-values.ts";
import type { TimerFact } from "../timer.ts";

/** The facts of values that are held; what is not held is nothing that a timer rests on. */
export function restingOn(...values: readonly (Held | null)[]): readonly TimerFact[] {
  return values.flatMap((held) => {
    if (held === null) {
      return [];
    }
    const { field, originator, itemKey } = held;
    // A day of a generalised date is not told, so the timer would tell more than its reader has.
    return [{ field, originator, itemKey, neededForm: "full" }];
  });
}
