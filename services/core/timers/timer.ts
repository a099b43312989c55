import type { FieldPath } from "#schemas/generated/field-paths.ts";

export const TIMER_KINDS = [
  "transfer-starts",
  "transfer-panel",
  "liaison-starts",
  "comes-of-age",
  "re-registration-review",
  "transition-plan",
  "tag-ends",
  "lead-officer-missing",
  "rag-review",
  "supervisor-review",
  "plan-action",
  "meeting-action",
  "retention",
] as const;

export type TimerKind = (typeof TIMER_KINDS)[number];

/** A value of the record that a timer rests on, or one whose absence it rests on. */
export type TimerFact =
  | {
      readonly field: FieldPath;
      readonly originator: string;
      /** Empty for a field that is no list. */
      readonly itemKey: string;
      /** The least form in which the value tells what the timer tells. */
      readonly neededForm: string;
    }
  | { readonly field: FieldPath; readonly absent: true };

/** Something that falls due on a day. It is worked out whenever it is asked for; only its firing is stored. */
export type Timer = {
  /** Unique of one person; the same as long as it is the same thing that falls due. */
  readonly timerId: string;
  readonly kind: TimerKind;
  /** London day. */
  readonly dueOn: string;
  /** London day from which nothing is due any more; null where it stays due until it is dealt with. */
  readonly lapsesOn: string | null;
  readonly because: readonly TimerFact[];
};

/** What a timer needs beside the values: a kind, and of several of one kind which. */
export function timer(
  kind: TimerKind,
  dueOn: string,
  because: readonly TimerFact[],
  { of = "", lapsesOn = null }: { readonly of?: string; readonly lapsesOn?: string | null } = {},
): Timer {
  return { timerId: of === "" ? kind : `${kind}:${of}`, kind, dueOn, lapsesOn, because };
}

/** Due on a day of London: its day has come and it has not lapsed. */
export function isDue({ dueOn, lapsesOn }: Timer, today: string): boolean {
  return dueOn <= today && (lapsesOn === null || today < lapsesOn);
}
