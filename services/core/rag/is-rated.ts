import type { StoredEvidence } from "./read-evidence.ts";

/** States in which the scheme manages somebody (handbook 6.2). */
const RATED_STATES: ReadonlySet<string> = new Set(["registered", "active", "custody", "transition"]);

type Asked = Pick<StoredEvidence, "evidence" | "ageGroup" | "transitionStage">;

/** Whether the engine suggests anything of a person at all: on the scheme, and a youth only from T2 (handbook 6.1, R13). */
export function isRated(asked: Asked, now: Date): boolean {
  return isManaged(asked) && isOldEnough(asked, now);
}

export function isManaged({ evidence }: Asked): boolean {
  return RATED_STATES.has(evidence.standing.lifecycleState ?? "");
}

/** Somebody whose age cannot be told may be a youth. */
export function isOldEnough({ ageGroup, transitionStage }: Omit<Asked, "evidence">, now: Date): boolean {
  return valueAt(ageGroup, now) === "adult" || valueAt(transitionStage, now) === "t2";
}

function valueAt(steps: StoredEvidence["ageGroup"], now: Date): string | null {
  return steps?.findLast(({ from }) => from === null || Date.parse(from) <= now.getTime())?.value ?? null;
}
