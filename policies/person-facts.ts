import type { FactTimeline } from "#schemas/published-record.ts";
import { FACT_MAX_AGE_DAYS, FACT_VALUES, type PersonFact } from "#schemas/vocabulary.ts";
import { UNKNOWN } from "./condition.ts";

const DAY_MS = 86_400_000;

export type PersonFacts = {
  /** Every fact asked for, `unknown` included. */
  readonly values: Readonly<Record<string, string>>;
  /** When the feed behind each known fact was last read well. */
  readonly asOf: Readonly<Record<string, string>>;
};

/** The facts of one person at one instant. Missing, off the closed list or too old counts as unknown. */
export function personFactsAt(
  timelines: Partial<Record<PersonFact, FactTimeline>>,
  facts: readonly PersonFact[],
  now: Date,
): PersonFacts {
  const values: Record<string, string> = {};
  const asOf: Record<string, string> = {};
  for (const fact of facts) {
    const timeline = timelines[fact];
    const value = timeline === undefined ? UNKNOWN : factAt(fact, timeline, now.getTime());
    values[fact] = value;
    if (timeline !== undefined && value !== UNKNOWN) {
      asOf[fact] = timeline.readAt;
    }
  }
  return { values, asOf };
}

function factAt(fact: PersonFact, timeline: FactTimeline, nowMs: number): string {
  if (isStale(fact, timeline, nowMs)) {
    return UNKNOWN;
  }
  const inForce = timeline.steps.findLast((step) => step.from === null || Date.parse(step.from) <= nowMs);
  const known: readonly string[] = FACT_VALUES[fact];
  return inForce !== undefined && known.includes(inForce.value) ? inForce.value : UNKNOWN;
}

/** Age runs from the last good reading of the feed, not from the last change of the value. */
function isStale(fact: PersonFact, { readAt }: FactTimeline, nowMs: number): boolean {
  const maxAgeDays = FACT_MAX_AGE_DAYS[fact];
  if (maxAgeDays === null) {
    return false;
  }
  // An instant that cannot be read makes the age NaN, and no comparison with it holds.
  return !(nowMs - Date.parse(readAt) <= maxAgeDays * DAY_MS);
}
