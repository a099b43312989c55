import { isDeepStrictEqual } from "node:util";
import { decide } from "#policies/decide.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { PublishedTimer, TimerFact } from "#schemas/published-timer.ts";

/**
 * The timers of somebody that a reader may know of: those of which every value they rest on goes to the reader in full. One that
 * rests on there being no value is for those to whom the value would go.
 */
export function seenTimers(
  timers: readonly PublishedTimer[],
  record: PublishedRecord,
  request: PolicyRequest,
  policies: PolicySet,
): readonly PublishedTimer[] {
  const absent = timers.flatMap(({ because }) => because.filter(({ held }) => !held));
  const asked = withValues(record, absent);
  const decision = decide({ ...request, fields: null }, asked, policies);
  if (decision.outcome === "refused") {
    return [];
  }
  const isSeen = (fact: TimerFact): boolean => {
    const held = asked.values[fact.field] ?? [];
    const meant = held.find((one) => isOf(one, fact));
    // Who has the same value from somebody else knows it.
    return (decision.fields[fact.field]?.cells ?? []).some(
      ({ form }, at) => form === "full" && meant !== undefined && isDeepStrictEqual(held[at]?.value, meant.value),
    );
  };
  return timers.filter(({ because }) => because.length > 0 && because.every(isSeen));
}

function isOf({ originator, itemKey = "" }: HeldValue, fact: TimerFact): boolean {
  return originator === fact.originator && itemKey === fact.itemKey;
}

/** For deciding alone: nothing of it is ever projected. */
function withValues(record: PublishedRecord, absent: readonly TimerFact[]): PublishedRecord {
  const values = { ...record.values };
  for (const { field, originator } of absent) {
    const made: HeldValue = { originator, value: "none", asOf: "1970-01-01T00:00:00Z" };
    const held = values[field] ?? [];
    values[field] = held.some((one) => one.originator === originator) ? held : [...held, made];
  }
  return { ...record, values };
}
