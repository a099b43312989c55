import type { FieldPath } from "./generated/field-paths.ts";

export const TIMER_KINDS = [
  "transfer-starts",
  "transfer-panel",
  "liaison-starts",
  "comes-of-age",
  "re-registration-review",
  "transition-plan",
  "tag-ends",
  "screening",
  "ratification",
  "lead-officer-missing",
  "rag-review",
  "supervisor-review",
  "plan-action",
  "meeting-action",
  "retention",
] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** Every field that a timer may rest on. Which of them a person's timers do rest on is told by nothing but those timers. */
export const TIMER_FIELDS = [
  "identity.dateOfBirth",
  "police.leadOfficer",
  "probation.sentence",
  "youth.youthOrders",
  "youth.panelDecision",
  "custody.sentenceLengthMonths",
  "custody.expectedReleaseDate",
  "tag.tagOrder",
  "iom.lifecycleState",
  "iom.registeredOn",
  "iom.ragStatus",
  "iom.ragSetAt",
  "iom.ragOverrideNote",
  "iom.planActions",
  "iom.meetingActions",
] as const satisfies readonly FieldPath[];
export type TimerField = (typeof TIMER_FIELDS)[number];

/** A value of the record that a timer rests on. */
export type TimerFact = {
  readonly field: TimerField;
  readonly originator: string;
  /** Empty for a field that is no list. */
  readonly itemKey: string;
  /** False where it rests on there being none, or on something told to those alone who may have such a value. */
  readonly held: boolean;
};

/** Something that falls due on a day. It tells what it rests on, and so is for those alone who may see all of that. */
export type PublishedTimer = {
  /** Unique of one person; the same as long as it is the same thing that falls due. */
  readonly timerId: string;
  readonly kind: TimerKind;
  /** London day. */
  readonly dueOn: string;
  /** London day from which nothing is due any more; null where it stays due until it is dealt with. */
  readonly lapsesOn: string | null;
  readonly because: readonly TimerFact[];
};
