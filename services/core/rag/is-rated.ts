import type { StoredEvidence } from "./read-evidence.ts";

/** States in which the scheme manages somebody (handbook 6.2). */
export const RATED_STATES: ReadonlySet<string> = new Set(["registered", "active", "custody", "transition"]);

type Asked = Pick<StoredEvidence, "evidence" | "ageGroup" | "transitionStage">;

/** Whether the scheme manages the person, so that there is something to suggest. */
export function isManaged({ evidence }: Asked): boolean {
  return RATED_STATES.has(evidence.standing.lifecycleState ?? "");
}

/** A youth is rated only from T2 (handbook 6.1, R13). Somebody whose age cannot be told may be one. */
export function isOldEnough({ ageGroup, transitionStage }: Omit<Asked, "evidence">, now: Date): boolean {
  return valueAt(ageGroup, now) === "adult" || valueAt(transitionStage, now) === "t2";
}

function valueAt(steps: StoredEvidence["ageGroup"], now: Date): string | null {
  return steps?.findLast(({ from }) => from === null || Date.parse(from) <= now.getTime())?.value ?? null;
}
