import { TIMER_FIELDS, type TimerFact, type TimerField } from "#schemas/published-timer.ts";
import type { Held } from "../../facts/held-values.ts";

const FIELDS: ReadonlySet<string> = new Set(TIMER_FIELDS);

/** The facts of values that are held; what is not held is nothing that a timer rests on. */
export function restingOn(...values: readonly (Held | null)[]): readonly TimerFact[] {
  return values.flatMap((held) => {
    if (held === null) {
      return [];
    }
    const { field, originator, itemKey } = held;
    if (!isTimerField(field)) {
      throw new Error(`${field} is no field that a timer may rest on`);
    }
    return [{ field, originator, itemKey, held: true }];
  });
}

/** For those alone to whom a value of this field by its owner would go. */
export function forReadersOf(field: TimerField, originator: string): TimerFact {
  return { field, originator, itemKey: "", held: false };
}

function isTimerField(field: string): field is TimerField {
  return FIELDS.has(field);
}
