import { type CaseHistory, closedOn } from "./case-history.ts";
import type { Period } from "./time-in-colour.ts";

/** How cases ended. Only the first is a completion; the others are neither that nor a failure of the scheme. */
export const ENDINGS = ["completed", "longCustody", "transferred"] as const;
export type Ending = (typeof ENDINGS)[number];

/** Cases that ended within a period. `completed` is de-registration, by whatever rule of handbook 6.4. */
export function countEndings(cases: readonly CaseHistory[], { from, to }: Period): Readonly<Record<Ending, number>> {
  const counts: Record<Ending, number> = { completed: 0, longCustody: 0, transferred: 0 };
  for (const one of cases) {
    const closed = closedOn(one, to);
    if (closed !== null && closed.on >= from) {
      counts[endingOf(closed.state)] += 1;
    }
  }
  return counts;
}

function endingOf(state: string): Ending {
  return state === "longCustody" || state === "transferred" ? state : "completed";
}
